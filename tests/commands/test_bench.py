"""The measuring command measures; how fast is for its reader to judge."""

import json

import pytest

from scripts import bench_exhibits, bench_register, bench_upload
from scripts.bench import as_text, main

pytestmark = pytest.mark.pdf


def test_bench_measures_machine_packet_case_page_and_parts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"PHOTOS": 1, "SCREENSHOTS": 1, "PDF_PAGES": (2,), "MANY": 5, "PHOTO_SIZE": (800, 600)}
    for name, value in few.items():
        monkeypatch.setattr(bench_exhibits, name, value)
    monkeypatch.setattr(bench_upload, "SIZE", 20_000_000)
    monkeypatch.setattr(bench_register, "ROWS", 300)
    assert main(["--rounds", "3", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == [
        "machine",
        "packet",
        "packet with evidence",
        "upload",
        "public register",
        "case page",
        "single parts",
    ]
    assert figures["packet"]["pages"] > 1
    assert figures["case page"]["case page / bare page"] > 1
    assert figures["public register"]["websites"] == 300
    figures["public register"].pop("memory for the import, MB")  # so few need nothing more
    assert figures["packet with evidence"].pop("rules broken") == 0
    assert all(value for values in figures.values() for value in values.values())
    assert "case page / bare page" in as_text(figures)
