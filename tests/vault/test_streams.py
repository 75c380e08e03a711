"""Files are sealed in pieces: whatever these are, they open whole, in their place, or not."""

import base64
import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault.sealing import Kind, NotOpened, Sealer, padded_size, unseal_stream
from tests.vault.independent_decoder import decode

KEY, CASE, BLOB = bytes(range(32)), b"c" * 16, b"b" * 16
CONTENT = bytes(range(256)) * 400  # several chunks of 16 KiB


def sealed(content: bytes, step: int = 1000) -> bytes:
    sealer = Sealer(Kind.FILE, KEY, CASE, BLOB)
    parts = [sealer.update(piece) for piece in pieces(content, step)]
    blob = b"".join([*parts, sealer.finish()])
    assert sealer.size == len(content)
    return blob


def pieces(data: bytes, step: int) -> Iterator[bytes]:
    return (data[start : start + step] for start in range(0, len(data), step))


def opened(blob: bytes, size: int, step: int = 777, key: bytes = KEY, case: bytes = CASE) -> bytes:
    return b"".join(unseal_stream(Kind.FILE, key, pieces(blob, step), size, case, BLOB))


@given(st.integers(0, 70_000), st.integers(1, 40_000), st.integers(1, 40_000))
def test_what_went_in_comes_out_whatever_the_pieces(size: int, step_in: int, step_out: int) -> None:
    content = secrets.token_bytes(size)
    assert opened(sealed(content, step_in), size, step_out) == content


def test_files_of_one_size_class_have_blobs_of_one_size() -> None:
    assert padded_size(100_000) == padded_size(100_001)
    assert len(sealed(b"x" * 100_000)) == len(sealed(b"y" * 100_001))


@pytest.mark.parametrize("place", [0, 1, 2, 30, 90, 20_000, -1])
def test_a_changed_byte_is_found(place: int) -> None:
    blob = bytearray(sealed(CONTENT))
    blob[place] ^= 1
    with pytest.raises(NotOpened):
        opened(bytes(blob), len(CONTENT))


@pytest.mark.parametrize("keep", [0, 1, 2, 50, 20_000, -1])
def test_a_cut_off_file_is_found(keep: int) -> None:
    with pytest.raises(NotOpened):
        opened(sealed(CONTENT)[:keep], len(CONTENT))


def test_more_at_the_end_is_found() -> None:
    with pytest.raises(NotOpened):
        opened(sealed(CONTENT) + b"0", len(CONTENT))


def test_a_file_opens_only_with_its_key_in_its_place_and_with_its_size() -> None:
    blob = sealed(CONTENT)
    with pytest.raises(NotOpened):
        opened(blob, len(CONTENT), key=b"k" * 32)
    with pytest.raises(NotOpened):
        opened(blob, len(CONTENT), case=b"d" * 16)
    with pytest.raises(NotOpened):
        opened(blob, len(CONTENT) * 2)


def test_only_files_are_sealed_in_pieces() -> None:
    with pytest.raises(ValueError, match="one piece"):
        Sealer(Kind.DOCUMENT, KEY, CASE, BLOB)


def test_the_golden_file_opens_for_ever() -> None:
    golden = json.loads((Path(__file__).parent / "golden" / "format-1.json").read_text())["FILE"]
    fields = [bytes.fromhex(field) for field in golden["fields"]]
    content, blob = bytes.fromhex(golden["plaintext"]), base64.b64decode(golden["blob"])
    key = bytes.fromhex(golden["key"])
    assert b"".join(unseal_stream(Kind.FILE, key, [blob], len(content), *fields)) == content
    assert decode(blob, key, fields) == content.ljust(padded_size(len(content)), b"\0")
