"""The letters to edit as LibreOffice shows them: `python -m scripts.letter_pictures FOLDER`.

Writes each letter that is ready in the invented cases, in both languages, as a Word file, and one
picture of all its pages. Not a test: LibreOffice is 84 MB to fetch (docs/decisions/0012). Debian:
`apt-get install --no-install-recommends libreoffice-writer fonts-liberation`.
"""

import argparse
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2

from portal.commands.demo import ready_questions
from portal.documents.letter import letter_job
from portal.documents.word import write_letter
from portal.domain.packet import build
from portal.i18n import LANGUAGES
from portal.knowledge.examples import example_names
from portal.services.examples import example_with_files
from portal.services.gate import guide_of
from scripts.packet_pictures import sheet

DOTS_PER_INCH = 90


def main() -> None:
    """Write CASE-RECIPIENT-LANGUAGE.docx and .png into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in letters():
        path = folder / name
        path.write_bytes(content)
        picture(path)
        print(path.with_suffix(".png"))


def letters() -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each Word file."""
    for example in example_names():
        case, _files = example_with_files(example)
        for question in ready_questions(case):
            guide = guide_of(case)
            readiness, pack = question.readiness, question.pack
            content = build(question.case, readiness, pack, is_draft=False, guide=guide)
            for language in LANGUAGES:
                to = readiness.recipient.code.replace(":", "-")
                yield f"{example}-{to}-{language}.docx", write_letter(letter_job(content, language))


def picture(path: Path) -> None:
    """All pages on a sheet, as LibreOffice prints them. Its profile goes with the folder."""
    with TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation=file://{scratch}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch]
        subprocess.run([*command, path], check=True, capture_output=True, timeout=120)  # noqa: S603
        printed = Path(scratch) / path.with_suffix(".pdf").name
        with pypdfium2.PdfDocument(printed) as opened:
            pages = [one.render(scale=DOTS_PER_INCH / 72).to_pil().convert("RGB") for one in opened]
            sheet(pages).save(path.with_suffix(".png"))


if __name__ == "__main__":
    main()
