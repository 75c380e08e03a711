"""The English source sentences are plain: short, kind, and they promise nothing."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARKS = {"N_", "gettext", "ngettext", "pgettext"}
LONGEST = 20  # words in one sentence
NAME_WORDS = {"%(casino)s": "the casino", "%(authority)s": "the MGA", "%(body)s": "eCOGRA"}
FILES = [
    *(ROOT / "portal" / "wording").glob("*.py"),
    *(ROOT / "portal" / "documents").glob("ladder_*.py"),
    ROOT / "portal" / "documents" / "texts.py",
]


def sources() -> list[str]:
    """Every marked text of the wording, the picture and the texts to send."""
    found = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                found += [text for text in texts if isinstance(text, str)]
    for path in (ROOT / "templates" / "texts").glob("*.txt"):
        found += re.findall(r'_\("(.+?)"[,)]', path.read_text("utf-8"))
    return found


def test_the_sources_are_found() -> None:
    assert len(sources()) > 250


def test_no_sentence_is_longer_than_twenty_words() -> None:
    filled = (re.sub(r"%\((\w+)\)s", _typical, text) for text in sources())
    sentences = [one for text in filled for one in re.split(r"(?<=[.?!]) ", text)]
    assert [one for one in sentences if len(one.split()) > LONGEST] == []


def _typical(match: re.Match[str]) -> str:
    dates = {"when": "on 3 September 2026", "until": "3 September 2026", "day": "3 September 2026"}
    return dates.get(match[1]) or NAME_WORDS.get(match[0], "x")


def test_no_sentence_blames_promises_or_uses_words_to_avoid() -> None:
    avoided = re.compile(
        r"\b(unfortunately|failed to|you forgot|your fault|guarantee\w*|certainly|will win|invalid"
        r"|addict\w*|operator|KYC|glitch|escalat\w*|e\.g\.|i\.e\.|please note that)\b",
        re.IGNORECASE,
    )
    assert [text for text in sources() if avoided.search(text)] == []
