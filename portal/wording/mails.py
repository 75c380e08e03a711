"""What is known of an e-mail or a chat, as sentences that claim no more than that."""

from collections.abc import Iterator

from portal.domain.mail import ChatEdit, KeyCheck, Mail, Side, Signature, Speaker
from portal.i18n import format_day, gettext, ngettext
from portal.wording.source import N_

_CHECKED = {
    KeyCheck.FITS: N_("Checked on %(day)s: the signature fits the key that %(domain)s published."),
    KeyCheck.FITS_IN_PART: N_(
        "Checked on %(day)s: the signature fits the key that %(domain)s published. "
        "It does not cover the end of the text."
    ),
    KeyCheck.DIFFERS: N_(
        "Checked on %(day)s: the signature does not fit the key that %(domain)s published. "
        "The e-mail may have changed on its way."
    ),
    KeyCheck.NO_KEY: N_("Checked on %(day)s: %(domain)s published no key for this signature."),
    KeyCheck.UNCLEAR: N_("The signature of %(domain)s could not be checked on %(day)s."),
}

_HEADERS = {
    "From": N_("From"),
    "To": N_("To"),
    "Cc": N_("Copy to"),
    "Reply-To": N_("Reply address"),
    "Date": N_("Date"),
    "Subject": N_("Subject"),
    "Message-ID": N_("Number of the e-mail"),
}


def header_name(name: str) -> str:
    """What a line in the head of an e-mail is called on screen."""
    return gettext(_HEADERS[name]) if name in _HEADERS else name


def signature_sentences(mail: Mail | None) -> Iterator[str]:
    """One sentence for each signature; none says that the e-mail is genuine."""
    for one in dict.fromkeys(mail.signatures if mail else ()):
        yield _sentence(one)


def _sentence(signature: Signature) -> str:
    if signature.check is None or signature.checked_on is None:
        return gettext("Signature (DKIM) of %(domain)s, not checked.", domain=signature.domain)
    return gettext(
        _CHECKED[signature.check],
        domain=signature.domain,
        day=format_day(signature.checked_on),
    )


def speaker_sentences(speakers: tuple[Speaker, ...]) -> Iterator[str]:
    """Whom the names in a chat stand for: what the player says, and told as that."""
    sides = {
        Side.ME: N_("Who wrote as the player, says the player: %(names)s."),
        Side.CASINO: N_("Who wrote for the casino, says the player: %(names)s."),
    }
    for side, sentence in sides.items():
        names = [one.name for one in speakers if one.side is side]
        if names:
            yield gettext(sentence, names=", ".join(names))


def chat_edit_sentences(edits: tuple[ChatEdit, ...]) -> Iterator[str]:
    """Whose messages are other than the text says or shows, by the player's own word."""
    for name in dict.fromkeys(one.who for one in edits if one.who):
        lines = [str(one.line) for one in edits if one.who == name]
        yield ngettext(
            "The message at line %(lines)s is from %(name)s, says the player.",
            "The messages at lines %(lines)s are from %(name)s, says the player.",
            len(lines),
            lines=", ".join(lines),
            name=name,
        )
