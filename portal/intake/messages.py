"""What the site and the child process say to each other.

The site sends one `Request`, then the file until the stream ends. The child answers twice: `Seen`
as soon as it knows what the file is, and `Outcome`. Each message has its length in front.
"""

from typing import BinaryIO, Final, TypeVar

import msgspec
from msgspec import Struct

from portal.domain.evidence import FileProblem, NormalForm, PageEdit
from portal.domain.mail import KeyCheck
from portal.intake.limits import Limits

_LENGTH_BYTES: Final = 8
Message = TypeVar("Message", bound=Struct)


class Redraw(Struct, frozen=True, kw_only=True):
    """Turn a normal form (it follows as the file) into pictures of `dpi`."""

    dpi: int
    only_vector: bool


class PublishedKey(Struct, frozen=True, kw_only=True):
    """The key that a domain publishes for a selector: the text of its DNS record."""

    domain: str
    selector: str
    text: bytes


class Checked(Struct, frozen=True, kw_only=True):
    """What came of checking the signature that names this domain and selector."""

    domain: str
    selector: str
    check: KeyCheck


class Letter(Struct, frozen=True, kw_only=True):
    """One e-mail of a file, its bytes as it was sent (portal.intake.mailboxes)."""

    data: bytes
    normal: NormalForm

    def __repr__(self) -> str:
        return "Letter(…)"


class Request(Struct, frozen=True, kw_only=True):
    """What to do with the file that follows."""

    name: str
    limits: Limits
    chosen: tuple[int, ...] = ()
    edits: tuple[PageEdit, ...] = ()
    redraw: Redraw | None = None
    apart: bool = False  # cut a mailbox into its e-mails
    keys: tuple[PublishedKey, ...] | None = None  # check the signatures of an e-mail with these
    logo: bool = False  # make a picture for every page of the site


class Seen(Struct, frozen=True, kw_only=True):
    """What the file is. Kept by the site when the child ends before its second answer."""

    media_type: str


class Outcome(Struct, frozen=True, kw_only=True):
    """The normal form, or why the file is refused; `peak` is the memory used, in bytes.

    `letters` are the e-mails of a mailbox, `checks` is about the signatures of an e-mail, `logo` a
    PNG file.
    """

    normal: NormalForm | None = None
    letters: tuple[Letter, ...] = ()
    checks: tuple[Checked, ...] = ()
    logo: bytes = b""
    refused: FileProblem | None = None
    peak: int = 0


def send(stream: BinaryIO, message: Struct) -> None:
    """Write one message. Raises OSError when nobody reads any more."""
    body = msgspec.msgpack.encode(message)
    stream.write(len(body).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO, kind: type[Message], limit: int) -> Message:
    """Read one message of at most `limit` bytes.

    Raises EOFError when the other side has ended or says more, msgspec.DecodeError for nonsense.
    """
    header = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(header, "big")
    if len(header) < _LENGTH_BYTES or length > limit:
        raise EOFError
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return msgspec.msgpack.decode(body, type=kind)
