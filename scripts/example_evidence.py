"""Make the invented evidence of the example cases: `python -m scripts.example_evidence`.

Writes portal/knowledge/examples/<case>/<exhibit>.<ending>. Needs Chromium, as `./hogerop test`
installs it. The chats are plain text and are written by hand, in those folders. E-mails and PDF
files come out the same each time; screenshots and photos as far as Chromium and Pillow do.
"""

from pathlib import Path
from typing import Final

from portal.knowledge import examples
from scripts.evidence_mails import breach_mails, withdrawal_mails
from scripts.evidence_papers import breach_papers, withdrawal_papers
from scripts.evidence_photos import breach_notes, withdrawal_notes
from scripts.evidence_screens import breach_screens, withdrawal_screens

FOLDER: Final = Path(examples.__file__).parent
_ENDINGS: Final = {
    b"\x89PNG": "png",
    b"\xff\xd8\xff\xe0": "jpg",
    b"\xff\xd8\xff\xe1": "jpg",
    b"%PDF": "pdf",
}


def main() -> None:
    """Write the files of both cases and say how large they are."""
    withdrawal = {**withdrawal_mails(), **withdrawal_papers(), "e7": withdrawal_notes()}
    breach = {**breach_mails(), **breach_papers(), "e8": breach_notes()}
    save("withheld_withdrawal", {**withdrawal, **withdrawal_screens()})
    save("self_exclusion_breach", {**breach, **breach_screens()})


def save(case: str, files: dict[str, bytes]) -> None:
    """Write the files of one case, by exhibit."""
    for exhibit, content in files.items():
        path = FOLDER / case / f"{exhibit}.{_ENDINGS.get(content[:4], 'eml')}"
        path.write_bytes(content)
        print(f"{path.relative_to(FOLDER)}: {len(content) / 1000:.1f} kB")


if __name__ == "__main__":
    main()
