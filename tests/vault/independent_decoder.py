"""A second reader of sealed blobs, written from the specifications alone.

Those are https://c2sp.org/chunked-encryption and docs/crypto-inventory.md. It shares no code with
portal.vault and uses only AES-GCM and HKDF-Expand.
"""

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

CHUNK = 16 * 1024
TAG = 16


def decode(blob: bytes, key: bytes, fields: list[bytes]) -> bytes:
    """The plaintext with its padding. Raises on anything wrong."""
    form, kind, salt, commitment = blob[0], blob[1], blob[2:26], blob[26:58]
    context = b"casevault\0" + bytes([form, kind])
    for field in fields:
        context += len(field).to_bytes(2, "big") + field
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    derived = HKDFExpand(SHA512(), 32 + 12 + 32, info).derive(key)
    if derived[44:] != commitment:
        raise ValueError("commitment")
    return _chunks(blob[58:], AESGCM(derived[:32]), int.from_bytes(derived[32:44], "big"))


def _chunks(sealed: bytes, cipher: AESGCM, base_nonce: int) -> bytes:
    plain = b""
    for number in range(len(sealed) // (CHUNK + TAG) + 1):
        chunk = sealed[number * (CHUNK + TAG) : (number + 1) * (CHUNK + TAG)]
        plain += cipher.decrypt((base_nonce ^ number).to_bytes(12, "big"), chunk, None)
    return plain
