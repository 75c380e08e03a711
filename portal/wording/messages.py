"""What the rules, the forms and the store refuse, as messages that say what to do."""

from portal.domain.errors import DomainError
from portal.i18n import gettext
from portal.wording.source import N_

# Each code is raised somewhere in portal/ (tests/wording looks for those that have no message).
_MESSAGES: dict[str, str] = {
    "date_unreadable": N_("Enter a date like 27-3-2026 or 27 March 2026."),
    "date_not_real": N_("This date does not exist. Enter a date like 27-3-2026."),
    "date_future": N_("Enter a date that is today or in the past."),
    "time_unreadable": N_("Enter a time like 21:40. If you do not know it, leave this empty."),
    "amount_unreadable": N_("Enter the amount in numbers, for example 1250.00."),
    "amount_negative": N_("Enter the amount without a minus sign."),
    "amount_decimals": N_("Enter the amount with two decimals at most, for example 1250.50."),
    "amount_too_large": N_("Enter a lower amount. We can write 100 million at most."),
    "case_not_ready": N_("Complete what is still needed first. Then you can make the PDF."),
    "part_changed": N_(
        "This was changed in another tab or on another device. "
        "Compare both versions and save the one you want."
    ),
    "bad_case_file": N_("Choose a case file that you downloaded from a portal like this."),
    "bad_record": N_("Your case could not be read. Ask the organisation that runs this website."),
    "unknown_authority": N_("Choose a regulator from the list. We do not know this one."),
    "unknown_recipient": N_("Choose from the list to whom you want to send it."),
    "unreadable_code": N_(
        "Enter the reference and the 12 digits and letters of the code behind it."
    ),
    "wrong_pack": N_("Choose the regulator once more. The rules did not belong to it."),
    "text_not_backed": N_("Choose another text. This one does not fit what is in your case now."),
}


def problem_message(problem: DomainError) -> str:
    """What to do about `problem`, in the current language.

    Raises KeyError for a code without a message.
    """
    return gettext(_MESSAGES[problem.code])
