"""The measuring command measures; how fast is for its reader to judge."""

import json

import pytest

from scripts.bench import as_text, main

pytestmark = pytest.mark.pdf


def test_bench_measures_machine_packet_case_page_and_parts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--rounds", "3", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["machine", "packet", "case page", "single parts"]
    assert figures["packet"]["pages"] > 1
    assert figures["case page"]["case page / bare page"] > 1
    assert all(value for values in figures.values() for value in values.values())
    assert "case page / bare page" in as_text(figures)
