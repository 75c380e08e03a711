"""Pictures of the example packets: `python -m scripts.packet_pictures`.

For docs/examples: the complaints of both invented cases with their evidence, in both languages, all
pages of one on a sheet.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image

from portal.commands.case_file import Question
from portal.commands.demo import ready_questions
from portal.commands.packet import packet_pdf
from portal.domain.recipient import CASINO
from portal.i18n import LANGUAGES
from portal.knowledge.examples import example_names
from portal.services.examples import example_with_files

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "examples"
DOTS_PER_INCH: Final = 80
COLUMNS: Final = 4
GAP: Final = 8  # pixels
COLOURS: Final = 32


def main() -> None:
    """Write docs/examples/CASE-LANGUAGE.png."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in example_names():
        case, files = example_with_files(name)
        question = next(one for one in ready_questions(case) if is_complaint(one))
        for language in LANGUAGES:
            pdf = packet_pdf(question, language, is_draft=False, files=files)
            path = FOLDER / f"{name}-{language}.png"
            sheet(list(pages(pdf))).quantize(COLOURS).save(path, optimize=True)
            print(path)


def is_complaint(question: Question) -> bool:
    return question.readiness.recipient == CASINO


def pages(pdf: bytes) -> Iterator[Image.Image]:
    """Each page as a picture."""
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            yield page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("RGB")


def sheet(shown: list[Image.Image]) -> Image.Image:
    """The pages in rows, in their order."""
    wide = max(one.width for one in shown) + GAP
    high = max(one.height for one in shown) + GAP
    rows = -(-len(shown) // COLUMNS)
    whole = Image.new("RGB", (COLUMNS * wide, rows * high), "#b8c0c7")
    for place, one in enumerate(shown):
        whole.paste(one, (place % COLUMNS * wide, place // COLUMNS * high))
    return whole


if __name__ == "__main__":
    main()
