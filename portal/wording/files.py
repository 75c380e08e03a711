"""What is wrong with a file, and what the player can do about it."""

from portal.domain.evidence import FileProblem
from portal.i18n import format_file_size, gettext
from portal.wording.source import N_

_REFUSED = {
    FileProblem.EMPTY: N_("This file is empty. Choose another file."),
    FileProblem.TOO_LARGE: N_(
        "This file is too large. It can be %(size)s at most. "
        "Make a screenshot of the part that matters, or a PDF with fewer pages."
    ),
    FileProblem.NO_ROOM: N_(
        "All your files together can be %(total)s at most. "
        "First remove a file that you do not need."
    ),
    FileProblem.UNKNOWN_TYPE: N_(
        "We cannot use this kind of file. "
        "Choose a photo, a screenshot, a PDF, an e-mail (.eml) or a text file (.txt). "
        "You can save a Word file as a PDF first."
    ),
    FileProblem.LOCKED: N_(
        "This PDF is locked with a password. "
        "Open it with the password, print it to a new PDF, and add the new one."
    ),
    FileProblem.BROKEN_PHOTO: N_(
        "We cannot open this photo. Save it as JPG, or make a screenshot of it, and add that."
    ),
}
_NOT_SHOWN = {
    FileProblem.DAMAGED: N_("This file is damaged, so the packet cannot show it."),
    FileProblem.TOO_MANY_PAGES: N_("This file has too many pages, so the packet does not show it."),
    FileProblem.TOO_MANY_PIXELS: N_("This picture is too large, so the packet does not show it."),
    FileProblem.TOO_COMPLEX: N_("This file is too complex, so the packet does not show it."),
}


def file_refusal(problem: FileProblem, largest: int, in_all: int) -> str:
    """Why a file is not taken, and what to do; sizes in bytes."""
    return gettext(
        _REFUSED[problem], size=format_file_size(largest), total=format_file_size(in_all)
    )


def file_not_shown(problem: FileProblem) -> str:
    """Why a file travels as an attachment only."""
    return gettext(_NOT_SHOWN[problem])
