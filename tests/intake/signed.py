"""E-mails signed with a key of our own (DKIM, RFC 6376), made apart from the code under test."""

import base64
import hashlib
import re
from functools import cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

DOMAIN = "casino.example"
SELECTOR = "k1"
HEADERS = ("from", "to", "subject", "date")


@cache
def key(bits: int = 2048) -> RSAPrivateKey:
    return generate_private_key(65537, bits)


def published(bits: int = 2048) -> bytes:
    """The text of the DNS record with the key."""
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key(bits).public_key().public_bytes(serialization.Encoding.DER, info)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def signed(
    mail: bytes, *, headers: tuple[str, ...] = HEADERS, bits: int = 2048, **tags: str
) -> bytes:
    """`mail` with a signature in front, relaxed/relaxed; `tags` change or add tags."""
    mail = re.sub(rb"\r?\n", b"\r\n", mail)
    head, _, body = mail.partition(b"\r\n\r\n")
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip() for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    relaxed = b"".join(line + b"\r\n" for line in lines)
    if "l" in tags:
        relaxed = relaxed[: int(tags["l"])]
    body_hash = base64.b64encode(hashlib.sha256(relaxed).digest()).decode()
    named = {
        "v": "1",
        "a": "rsa-sha256",
        "c": "relaxed/relaxed",
        "d": DOMAIN,
        "s": SELECTOR,
        "h": ":".join(headers),
        "bh": body_hash,
        **tags,
    }
    field = "DKIM-Signature: " + "; ".join(f"{name}={text}" for name, text in named.items())
    field += "; b="
    told = [_relaxed(_field(head, name)) for name in headers] + [_relaxed(field.encode())]
    signature = key(bits).sign(b"\r\n".join(told), PKCS1v15(), hashes.SHA256())
    return field.encode() + base64.b64encode(signature) + b"\r\n" + mail


def _field(head: bytes, name: str) -> bytes:
    found = re.search(rb"(?im)^" + name.encode() + rb":[^\r\n]*(?:\r\n[ \t][^\r\n]*)*", head)
    assert found, name
    return found[0]


def _relaxed(field: bytes) -> bytes:
    name, _, value = field.partition(b":")
    return name.strip().lower() + b":" + b" ".join(value.split())
