"""The translators' catalogues: `python scripts/messages.py` brings them up to date.

It collects every sentence from the source. A new sentence gets an empty translation, which
`./hogerop check` refuses until somebody has filled it in.
"""

import tomllib
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}


def collect_sentences() -> Catalog:
    """Return every sentence in the source; a template that does not parse raises."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: mapping for mapping in mappings}
    catalogue = Catalog(project="Hogerop", charset="utf-8")
    found = extract_from_dir(
        ROOT, methods, options, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for path, _line, message, comments, context in found:
        catalogue.add(message, None, [(path, None)], auto_comments=comments, context=context)
    return catalogue


def catalogue_files() -> list[Path]:
    """Return the translators' file of every language."""
    return sorted(ROOT.glob("translations/*/LC_MESSAGES/messages.po"))


def read_catalogue(path: Path) -> Catalog:
    """Read a translators' file; `path` is translations/LANGUAGE/LC_MESSAGES/messages.po."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def update_catalogue(path: Path) -> None:
    """Add the sentences that are new and drop those that are gone; translations stay."""
    catalogue = read_catalogue(path)
    catalogue.update(collect_sentences(), no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, ignore_obsolete=True)


if __name__ == "__main__":
    for catalogue_file in catalogue_files():
        update_catalogue(catalogue_file)
