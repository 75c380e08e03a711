"""`./hogerop figures` writes the reports and the table of a year that is over."""

from pathlib import Path
from random import Random

import pytest

from portal.cli import main
from portal.commands import figures
from portal.commands.database import database_app
from portal.documents.pdf import PdfJob, RenderedPdf
from portal.store.counts import add_count
from tests.domain.counted_cases import SUN, YEAR, a_year

JOBS: list[PdfJob] = []


def print_nothing(job: PdfJob) -> RenderedPdf:
    JOBS.append(job)
    return RenderedPdf(pdf=b"%PDF-", pages=1, faults=())


@pytest.fixture(autouse=True)
def _site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOGEROP_INSTANCE_DIR", str(tmp_path / "instance"))
    monkeypatch.setattr(figures, "render_pdf", print_nothing)
    JOBS.clear()
    main(["migrate"])
    with database_app().app_context():
        for case in a_year(120, Random(1)).elements():
            add_count(case)


def write(path: Path, *arguments: str, year: int = YEAR) -> int:
    return main(["figures", str(path), "--year", str(year), *arguments])


def test_a_report_a_signal_and_a_table(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert write(out, "--report", "yearly", "--language", "nl") == 0
    assert write(out, "--report", "signal", "--casino", SUN) == 0
    titles = [job.title for job in JOBS]
    assert titles == ["Geschillen met online casino’s in 2025", f"Signal about {SUN}, 2025"]
    assert write(out, "--csv") == 0
    assert out.read_bytes().startswith("\ufeffYear,".encode())


def test_what_is_not_there_is_refused_with_what_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert write(out, "--report", "signal", "--casino", "x.example") == 2
    assert f"{SUN} (--authority mt-mga)" in capsys.readouterr().err
    assert write(out, "--csv", year=2096) == 2
    assert "from 2096-12-31" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        write(out, "--csv", year=-1)
    assert not out.exists()
