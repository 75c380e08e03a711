"""Why a case file is not opened, and what the player can do about it."""

from portal.domain.manifest import CaseFileProblem, CaseFileRefused
from portal.i18n import format_file_size, gettext
from portal.wording.files import file_refusal
from portal.wording.source import N_

_REFUSED = {
    CaseFileProblem.EMPTY: N_("Choose your case file first. It must not be empty."),
    CaseFileProblem.TOO_LARGE: N_(
        "This case file is too large for this site. It can be %(most)s at most, and a file of "
        "evidence %(size)s. Ask who runs this site to allow more."
    ),
    CaseFileProblem.NOT_ONE: N_(
        "This is not a case file. Choose the file that ends in .zip or .age, as you downloaded it."
    ),
    CaseFileProblem.LOCKED: N_(
        "This case file is locked. Enter its passphrase and choose the file again."
    ),
    CaseFileProblem.NOT_UNLOCKED: N_(
        "This passphrase does not open the file. Check it, mind capital letters, "
        "and choose the file again."
    ),
    CaseFileProblem.SEALED_OTHERWISE: N_(
        "This file was locked in a way that we cannot open. Unlock it with the program that "
        "locked it, and choose the ZIP file that you get."
    ),
    CaseFileProblem.DAMAGED: N_(
        "This case file is damaged or was changed, so we opened nothing. "
        "Download it once more, or use another copy."
    ),
    CaseFileProblem.LOCKED_ZIP: N_(
        "This ZIP file has a password of its own, which we cannot use. Unpack it, and choose the "
        "case file as you downloaded it."
    ),
    CaseFileProblem.INCOMPLETE: N_(
        "Something is missing in this case file, so we opened nothing. "
        "Choose the whole file as you downloaded it."
    ),
    CaseFileProblem.FOREIGN: N_(
        "There is something in this file that is not part of a case file, so we opened nothing. "
        "Choose the file as you downloaded it, without files that were added later."
    ),
    CaseFileProblem.NEWER: N_(
        "This case file was made by a newer version of this site. Open it on the site where you "
        "downloaded it, or ask who runs this site to renew it."
    ),
    CaseFileProblem.BAD_CASE: N_(
        "We cannot read the case in this file, so we opened nothing. "
        "Choose the file as you downloaded it, without changes."
    ),
    CaseFileProblem.NO_ROOM: N_(
        "There is more evidence in this file than a case on this site can hold: %(total)s in all. "
        "Ask who runs this site to allow more."
    ),
    CaseFileProblem.BAD_EVIDENCE: N_(
        "We cannot use piece of evidence %(number)s in this file, so we opened nothing. %(why)s"
    ),
    CaseFileProblem.UNKNOWN_AUTHORITY: N_(
        "This case names a gambling regulator that this site does not know. "
        "Open it on the site where you downloaded it."
    ),
    CaseFileProblem.BUSY: N_("Others are opening a case file now. Try again in a minute."),
}


def case_file_refusal(refused: CaseFileRefused, largest: int, in_all: int, most: int) -> str:
    """Why a case file is not opened, and what to do.

    The sizes are in bytes: of one file of evidence, of all of them, of a case file.
    """
    return gettext(
        _REFUSED[refused.problem],
        size=format_file_size(largest),
        total=format_file_size(in_all),
        most=format_file_size(most),
        number=refused.exhibit,
        why=file_refusal(refused.why, largest, in_all) if refused.why else "",
    )
