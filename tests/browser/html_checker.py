"""The W3C's HTML checker (vnu), for many pages at once since it starts slowly."""

import subprocess
from pathlib import Path

from tests.browser.site import ROOT

_JAR = ROOT / "build/node/node_modules/vnu-jar/build/dist/vnu.jar"


def html_faults(folder: Path) -> list[str]:
    """What is wrong with the pages in `folder` (*.html), a line each."""
    pages = sorted(str(path) for path in folder.glob("*.html"))
    assert pages, "there is no page to check"
    command = ["java", "-jar", str(_JAR), "--errors-only", "--format", "gnu", *pages]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    faults = [line.replace(str(folder), "") for line in checked.stderr.splitlines() if line]
    assert bool(faults) == bool(checked.returncode), checked.stderr
    return faults
