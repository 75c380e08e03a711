"""Whether the signatures of an e-mail (DKIM) fit the keys that were handed over.

RFC 6376, with the algorithms of RFC 8301 and 8463. Only in the process that looks at one file: it
asks no network, and a hostile e-mail harms nothing. An end of validity (x=) is not looked at: a
player shows an e-mail months later, and the signature fits or not all the same.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from portal.domain.mail import MAX_SIGNATURES, KeyCheck
from portal.intake.messages import Checked, PublishedKey

_SHORTEST_KEY: Final = 1024  # bits; RFC 8301, 3.2: a shorter one is never taken as valid
_FORMS: Final = frozenset({"simple", "relaxed"})
_FIELD: Final = re.compile(rb"([!-9;-~]+):")
_KINDS: Final = {"rsa-sha256": "rsa", "ed25519-sha256": "ed25519"}
_NO_VALUE: Final = re.compile(rb"((?:^|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*")


class _Field(NamedTuple):
    name: bytes  # in lower case
    written: bytes  # the whole of it, without its last line end


class _Unclear(Exception):
    """This signature or key cannot be judged by the rules."""


def check_signatures(data: bytes, keys: tuple[PublishedKey, ...]) -> tuple[Checked, ...]:
    """What came of the first DKIM-Signature fields in `data`, from the top.

    A key with an empty text is one that its domain does not publish. A signature whose key is not
    among `keys` is left out, and so is one that names no domain.
    """
    fields, body = _parts(data)
    published = {(one.domain, one.selector): one.text for one in keys}
    signed = (one for one in fields if one.name == b"dkim-signature")
    found = []
    for one in islice(signed, MAX_SIGNATURES):
        with suppress(ValueError, KeyError):
            tags = tags_of(_value(one).decode("ascii"))
            place = (tags["d"], tags["s"])
            check = _check(one, fields, body, tags, published[place])
            found.append(Checked(domain=place[0], selector=place[1], check=check))
    return tuple(found)


def _check(
    signed: _Field, fields: list[_Field], body: bytes, tags: dict[str, str], key: bytes
) -> KeyCheck:
    try:
        record = tags_of(key.decode("ascii"))
        if not record.get("p"):  # RFC 6376, 3.6.1: an empty key was taken back
            return KeyCheck.NO_KEY
        _check_rules(tags, record, fields)
        return _verified(signed, fields, body, tags, record["p"])
    except (_Unclear, KeyError, ValueError, UnsupportedAlgorithm):
        return KeyCheck.UNCLEAR


def _check_rules(tags: dict[str, str], record: dict[str, str], fields: list[_Field]) -> None:
    """RFC 6376, 5.4 and 6.1: what a signature and its key must say; raises _Unclear."""
    domain, identity = tags["d"].lower(), tags.get("i", "@" + tags["d"]).lower()
    host = identity.rpartition("@")[2]
    services = record.get("s", "*").split(":")
    is_strict = "s" in record.get("t", "").split(":")
    rules = (
        tags["v"] == "1" and record.get("v", "DKIM1") == "DKIM1",
        _KINDS.get(tags["a"]) == record.get("k", "rsa"),
        "sha256" in record.get("h", "sha256").split(":"),
        "*" in services or "email" in services,
        host == domain or (host.endswith(f".{domain}") and not is_strict),
        "from" in _signed_names(tags),
        # A second one would be unsigned, and may be the one that a reader sees.
        sum(one.name == b"from" for one in fields) == 1,
    )
    if not all(rules):
        raise _Unclear


def _verified(
    signed: _Field, fields: list[_Field], body: bytes, tags: dict[str, str], key: str
) -> KeyCheck:
    head_form, _, body_form = tags.get("c", "simple/simple").partition("/")
    if not {head_form, body_form or "simple"} <= _FORMS:
        raise _Unclear
    body = _canonical_body(body, body_form or "simple")
    length = int(tags["l"]) if "l" in tags else len(body)
    if not 0 <= length <= len(body):
        raise _Unclear
    if hashlib.sha256(body[:length]).digest() != base64.b64decode(tags["bh"], validate=True):
        return KeyCheck.DIFFERS
    chosen = [*_signed_fields(fields, tags), _without_value(signed)]
    told = b"\r\n".join(_canonical_field(one, head_form) for one in chosen)
    if not _fits(tags["a"], key, base64.b64decode(tags["b"], validate=True), told):
        return KeyCheck.DIFFERS
    return KeyCheck.FITS if length == len(body) else KeyCheck.FITS_IN_PART


def _fits(algorithm: str, key: str, signature: bytes, told: bytes) -> bool:
    raw = base64.b64decode(key, validate=True)
    try:
        if _KINDS[algorithm] == "ed25519":  # RFC 8463, 3: it signs the hash
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, hashlib.sha256(told).digest())
            return True
        public = load_der_public_key(raw)
        if not isinstance(public, RSAPublicKey) or public.key_size < _SHORTEST_KEY:
            raise _Unclear
        public.verify(signature, told, PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _parts(data: bytes) -> tuple[list[_Field], bytes]:
    """The fields of the header and the body, every line with CRLF; no fields when it is broken."""
    whole = re.sub(rb"\r?\n", b"\r\n", data)
    head, _, body = whole.partition(b"\r\n\r\n")
    fields = []
    for number, written in enumerate(re.split(rb"\r\n(?![ \t])", head)):
        if match := _FIELD.match(written):
            fields.append(_Field(match[1].lower(), written))
        elif number or not written.startswith(b"From "):  # the line that begins one in a mailbox
            return [], body  # other readers may find other fields in this
    return fields, body


def _value(field: _Field) -> bytes:
    return field.written.partition(b":")[2]


def tags_of(written: str) -> dict[str, str]:
    """The tags of a signature or key (RFC 6376, 3.2) without blanks.

    Raises ValueError for what is no list of tags, and for a tag that is there twice.
    """
    tags: dict[str, str] = {}
    for part in written.split(";"):
        name, equals, value = part.partition("=")
        if not part.strip():
            continue
        if not equals or name.strip() in tags:
            raise ValueError("not a list of tags")
        tags[name.strip()] = "".join(value.split())
    return tags


def _signed_names(tags: dict[str, str]) -> list[str]:
    return tags["h"].lower().split(":")


def _signed_fields(fields: list[_Field], tags: dict[str, str]) -> Iterator[_Field]:
    """The fields that were signed: of several with one name the last first (RFC 6376, 5.4.2)."""
    left: dict[bytes, list[_Field]] = {}
    for one in fields:
        left.setdefault(one.name, []).append(one)
    for name in _signed_names(tags):
        if found := left.get(name.encode()):
            yield found.pop()


def _without_value(signed: _Field) -> _Field:
    name, colon, value = signed.written.partition(b":")
    return signed._replace(written=name + colon + _NO_VALUE.sub(rb"\1", value))


def _canonical_field(field: _Field, form: str) -> bytes:
    if form == "simple":
        return field.written
    value = _value(field).replace(b"\r\n", b"")
    return field.name + b":" + re.sub(rb"[ \t]+", b" ", value).strip(b" ")


def _canonical_body(body: bytes, form: str) -> bytes:
    if form == "relaxed":
        body = re.sub(rb"[ \t]+", b" ", body).replace(b" \r\n", b"\r\n").removesuffix(b" ")
    body = _one_end(body)
    return body + b"\r\n" if body or form == "simple" else b""


def _one_end(body: bytes) -> bytes:
    """Without the line ends behind the last line."""
    end = len(body)
    while body.endswith(b"\r\n", 0, end):
        end -= 2
    return body[:end]
