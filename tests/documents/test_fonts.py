import hashlib
import re

from fontTools.ttLib import TTFont

from portal.documents.pdf import STYLESHEET
from portal.documents.text import FONT_FOLDER

FONTS = sorted(FONT_FOLDER.glob("*.ttf"))


def test_every_font_is_the_file_that_the_readme_vouches_for() -> None:
    readme = (FONT_FOLDER / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\S+\.ttf)` \| `([0-9a-f]{64})`", readme, re.MULTILINE))
    assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS}


def test_every_font_may_be_embedded_and_has_its_licence_beside_it() -> None:
    for path in FONTS:
        licence = "OFL-Noto.txt" if path.name.startswith("Noto") else "OFL-SourceSans3.txt"
        assert "SIL O" in (FONT_FOLDER / licence).read_text(encoding="utf-8")
        with TTFont(path, lazy=True) as font:
            assert font["OS/2"].fsType == 0


def test_the_stylesheet_asks_only_for_what_we_bundle_and_measured() -> None:
    css = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    weights = set(re.findall(r"font(?:-weight)?:\s*(\d{3}|bold)\b", css))
    assert weights <= {"400", "600"}
    assert "var(" not in css
    assert "url(" not in css
