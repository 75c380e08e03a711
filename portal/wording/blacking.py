"""What stands where the player blacked out a part of a chat or an e-mail."""

from portal.domain.blacking import BLACK, with_texts
from portal.domain.evidence import Transcript
from portal.i18n import gettext


def blacked_out(text: str) -> str:
    """A text of a masked transcript, with words where it is black."""
    return text.replace(BLACK, gettext("[blacked out by the player]")) if BLACK in text else text


def in_words(transcript: Transcript) -> Transcript:
    """A masked transcript with words in every place where it is black."""
    texts = transcript.texts
    return with_texts(transcript, lambda part, number: blacked_out(texts[part, number]))
