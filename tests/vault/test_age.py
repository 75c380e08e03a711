"""The age format: opened by another implementation, and opening what that one made."""

import secrets
from collections.abc import Iterator

import pyrage
import pytest

from portal.vault import age
from portal.vault.age import (
    BadAgeFile,
    TooMuchWork,
    WrongPassphrase,
    passphrase_sealer,
    sealed_size,
    unseal_age,
)
from portal.vault.age_format import CHUNK

PASSPHRASE = "Zonnekoning én 4 ezels"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little work for each passphrase; the format is the same."""
    monkeypatch.setattr(age, "WORK_FACTOR", 10)


def sealed(content: bytes, step: int = 50_000, passphrase: str = PASSPHRASE) -> bytes:
    sealer = passphrase_sealer(passphrase)
    pieces = (content[start : start + step] for start in range(0, len(content), step))
    return sealer.start() + b"".join(map(sealer.update, pieces)) + sealer.finish()


def opened(blob: bytes, step: int = 999, passphrase: str = PASSPHRASE) -> bytes:
    return b"".join(unseal_age(cut(blob, step), passphrase))


def cut(blob: bytes, step: int) -> Iterator[bytes]:
    return (blob[start : start + step] for start in range(0, len(blob), step))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200_001])
def test_another_implementation_opens_it_and_so_do_we(size: int) -> None:
    content = secrets.token_bytes(size)
    blob = sealed(content)
    assert len(blob) == sealed_size(size)
    assert (pyrage.passphrase.decrypt(blob, PASSPHRASE) == content) is True
    for step in (1 if size < 100 else 7001, 1 << 20):
        assert (opened(blob, step) == content) is True


def test_we_open_what_another_implementation_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "MAX_WORK_FACTOR", 30)  # it takes what is a second on its machine
    content = secrets.token_bytes(100_000)
    blob = pyrage.passphrase.encrypt(content, PASSPHRASE)
    assert (opened(blob) == content) is True


def test_the_real_work_factor_is_what_the_header_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    blob = sealed(b"x")
    assert b" 17\n" in blob[:80]
    assert opened(blob) == b"x"


def test_a_wrong_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphrase):
        opened(sealed(b"text"), passphrase=PASSPHRASE.lower())


def test_letters_with_accents_are_the_same_however_a_keyboard_sends_them() -> None:
    assert opened(sealed(b"text", passphrase="caf\u00e9"), passphrase="cafe\u0301") == b"text"


@pytest.mark.parametrize("size", [10, CHUNK, 2 * CHUNK + 5])
def test_what_was_changed_or_cut_off_anywhere_does_not_open(size: int) -> None:
    blob = sealed(bytes(size))
    places = {*range(0, 300, 7), len(blob) // 2, len(blob) - 1}
    for place in places & set(range(len(blob))):
        changed = blob[:place] + bytes((blob[place] ^ 1,)) + blob[place + 1 :]
        with pytest.raises((BadAgeFile, WrongPassphrase)):
            opened(changed, step=1 << 20)
    for end in (0, 5, 100, 170, len(blob) - 1, len(blob) - 17, len(blob) - size % CHUNK - 16):
        with pytest.raises(BadAgeFile):
            opened(blob[:end], step=1 << 20)
    with pytest.raises(BadAgeFile):
        opened(blob + b"\0", step=1 << 20)


def test_chunks_do_not_change_places() -> None:
    blob = sealed(bytes(3 * CHUNK))
    step = CHUNK + 16
    start = len(blob) - 3 * step
    first, second = blob[start : start + step], blob[start + step : start + 2 * step]
    with pytest.raises(BadAgeFile):
        opened(blob[:start] + second + first + blob[start + 2 * step :])


def test_a_file_cannot_ask_for_all_our_memory() -> None:
    blob = sealed(b"text").replace(b" 10\n", b" 30\n", 1)
    with pytest.raises(TooMuchWork):
        opened(blob)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"PK\x03\x04",
        b"age-encryption.org/v2\n",
        b"age-encryption.org/v1\n-> X25519 "
        + b"A" * 43
        + b"\n"
        + b"A" * 43
        + b"\n--- "
        + b"A" * 43,
        b"age-encryption.org/v1\n" + b"-> scrypt " + b"A" * 100_000,
    ],
)
def test_other_headers_are_no_file_for_us(head: bytes) -> None:
    with pytest.raises(BadAgeFile):
        opened(head + bytes(300))


def test_the_same_bytes_written_in_another_way_are_refused() -> None:
    blob = sealed(b"text")
    salt = blob.split(b" ")[2]
    other = salt[:-1] + bytes((salt[-1] + 1,))  # its last bits stand for nothing
    with pytest.raises((BadAgeFile, WrongPassphrase)):
        opened(blob.replace(salt, other))
