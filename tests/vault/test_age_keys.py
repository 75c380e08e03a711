"""Age files for public keys: opened by another implementation, and opening what that one made."""

import secrets

import pyrage
import pytest
from pyrage import x25519

from portal.vault.age_format import CHUNK, BadAgeFile
from portal.vault.age_keys import (
    BadAgeKey,
    WrongKey,
    check_public_key,
    key_sealer,
    new_private_key,
    private_keys_in,
    public_key_of,
    unseal_for,
)

PRIVATE = new_private_key()
PUBLIC = public_key_of(PRIVATE)


def sealed(content: bytes, *public_keys: str) -> bytes:
    sealer = key_sealer(public_keys or (PUBLIC,))
    pieces = (content[start : start + 50_000] for start in range(0, len(content), 50_000))
    return sealer.start() + b"".join(map(sealer.update, pieces)) + sealer.finish()


def opened(blob: bytes, private_key: str = PRIVATE, step: int = 7001) -> bytes:
    pieces = (blob[start : start + step] for start in range(0, len(blob), step))
    return b"".join(unseal_for(pieces, [private_key]))


@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 1])
def test_another_implementation_opens_it_and_so_do_we(size: int) -> None:
    content = secrets.token_bytes(size)
    blob = sealed(content)
    assert pyrage.decrypt(blob, [x25519.Identity.from_str(PRIVATE)]) == content
    assert opened(blob) == content
    assert opened(blob, step=1 << 20) == content


def test_we_open_what_another_implementation_sealed_for_several_keys() -> None:
    content = secrets.token_bytes(2 * CHUNK)
    other = x25519.Identity.generate()
    recipients = [x25519.Recipient.from_str(PUBLIC), other.to_public()]
    for _again in range(5):  # it adds a stanza of chance each time, which readers must pass over
        blob = pyrage.encrypt(content, recipients)
        assert opened(blob) == content
        assert opened(blob, str(other)) == content


def test_a_file_for_several_keys_opens_with_each_of_them() -> None:
    other = new_private_key()
    blob = sealed(b"text", PUBLIC, public_key_of(other))
    assert opened(blob) == opened(blob, other) == b"text"
    with pytest.raises(WrongKey):
        opened(blob, new_private_key())


def test_keys_are_those_of_the_other_implementation() -> None:
    theirs = x25519.Identity.generate()
    assert public_key_of(str(theirs)) == str(theirs.to_public())
    assert str(x25519.Identity.from_str(PRIVATE).to_public()) == PUBLIC
    check_public_key(PUBLIC)
    assert private_keys_in(f"# made today\n\n{PRIVATE}\n") == [PRIVATE]


@pytest.mark.parametrize(
    "text",
    [
        *("", "age1", "x", PRIVATE, PUBLIC[:-1], PUBLIC + "q", PUBLIC[:20] + PUBLIC[20:].upper()),
        PUBLIC[:10] + ("q" if PUBLIC[10] != "q" else "p") + PUBLIC[11:],
        "age1" + "b" * 58,
    ],
    ids=range(9),  # not by the keys: they are others in each process
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadAgeKey):
        check_public_key(text)
    with pytest.raises(BadAgeKey):
        private_keys_in(f"{text}\n" if text != PRIVATE else "# only a remark")


@pytest.mark.parametrize("size", [10, 2 * CHUNK + 5])
def test_what_was_changed_or_cut_off_anywhere_does_not_open(size: int) -> None:
    blob = sealed(bytes(size))
    places = {*range(0, 260, 7), len(blob) // 2, len(blob) - 1}
    for place in places & set(range(len(blob))):
        changed = blob[:place] + bytes((blob[place] ^ 1,)) + blob[place + 1 :]
        with pytest.raises((BadAgeFile, WrongKey)):
            opened(changed, step=1 << 20)
    for end in (0, 5, 100, 170, len(blob) - 1, len(blob) - 17):
        with pytest.raises((BadAgeFile, WrongKey)):
            opened(blob[:end], step=1 << 20)
    with pytest.raises(BadAgeFile):
        opened(blob + b"\0", step=1 << 20)


def test_a_share_of_low_order_and_an_endless_header_are_refused() -> None:
    weak = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
    for head in (weak + b"--- " + b"A" * 43 + b"\n", b"-> X25519 " + b"A" * 100_000, b""):
        with pytest.raises(BadAgeFile):
            opened(b"age-encryption.org/v1\n" + head + bytes(300))
