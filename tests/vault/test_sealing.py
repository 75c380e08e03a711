"""Sealed blobs: they open in their own place and nowhere else, today and in later releases."""

import base64
import itertools
import json
import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault.sealing import (
    BOUND_FIELDS,
    FORMAT,
    MIN_PADDED,
    PADDED,
    STREAMED,
    Kind,
    NotOpened,
    UnknownFormat,
    number_field,
    padded_size,
    seal,
    unseal,
)
from tests.vault.independent_decoder import decode

KEY = bytes(range(32))
FIELDS = (b"i" * 16, number_field(7))
every_kind = pytest.mark.parametrize("kind", list(Kind))
kinds = st.sampled_from(Kind)
# Written once with format 1 and never again: blobs like these lie in players' databases.
GOLDEN = json.loads((Path(__file__).parent / "golden" / "format-1.json").read_text())


@given(kinds, st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.binary(max_size=50))
def test_what_was_sealed_opens_again(kind, key, plaintext, field):
    fields = (field, FIELDS[1])
    assert unseal(kind, key, seal(kind, key, plaintext, *fields), *fields) == plaintext


@pytest.mark.parametrize("name", [kind.name for kind in Kind if kind not in STREAMED])
def test_golden_blobs_of_every_kind_open_for_ever(name):
    golden = GOLDEN[name]
    fields = [bytes.fromhex(field) for field in golden["fields"]]
    blob = base64.b64decode(golden["blob"])
    key = bytes.fromhex(golden["key"])
    assert unseal(Kind[name], key, blob, *fields) == bytes.fromhex(golden["plaintext"])
    assert bytes.fromhex(golden["plaintext"]) in decode(blob, key, fields)


@pytest.mark.parametrize("length", [0, 1, 4088, 4089, 16_375, 16_376, 16_377, 40_000, 100_000])
@every_kind
def test_an_independent_reader_agrees(kind, length):
    plaintext = secrets.token_bytes(length)
    blob = seal(kind, KEY, plaintext, *FIELDS)
    content = plaintext
    if kind in PADDED:
        content = (length.to_bytes(8, "big") + plaintext).ljust(padded_size(length), b"\0")
    assert decode(blob, KEY, list(FIELDS)) == content
    assert blob[:2] == bytes([FORMAT, kind])


@every_kind
def test_a_changed_byte_anywhere_is_noticed(kind):
    blob = seal(kind, KEY, b"x" * 32, *FIELDS)
    head = range(100)  # format, kind, salt, commitment, the first of the content
    for place in itertools.chain(head, range(len(blob) - 40, len(blob)), range(100, len(blob), 97)):
        changed = bytearray(blob)
        changed[place] ^= 1 << (place % 8)
        with pytest.raises(NotOpened):
            unseal(kind, KEY, bytes(changed), *FIELDS)


@every_kind
def test_a_blob_that_was_cut_off_or_continued_is_noticed(kind):
    blob = seal(kind, KEY, b"x" * 20_000, *FIELDS)
    full_chunk = 58 + 16 * 1024 + 16
    for size in (0, 1, 2, 25, 57, 58, 59, 73, 74, full_chunk, full_chunk + 1, len(blob) - 1):
        with pytest.raises(NotOpened):
            unseal(kind, KEY, blob[:size], *FIELDS)
    for more in (b"\0", b"\0" * 16, blob[58:]):
        with pytest.raises(NotOpened):
            unseal(kind, KEY, blob + more, *FIELDS)


@every_kind
def test_another_key_opens_nothing(kind):
    blob = seal(kind, KEY, b"secret", *FIELDS)
    with pytest.raises(NotOpened):
        unseal(kind, bytes(32), blob, *FIELDS)


@pytest.mark.parametrize(
    "fields",
    [
        (b"j" * 16, FIELDS[1]),  # another case
        (FIELDS[0], number_field(8)),  # an old revision under a new number
        (FIELDS[1], FIELDS[0]),
        (FIELDS[0] + FIELDS[1], b""),  # the same bytes, divided differently
    ],
)
@every_kind
def test_a_blob_in_another_place_does_not_open(kind, fields):
    blob = seal(kind, KEY, b"secret", *FIELDS)
    with pytest.raises(NotOpened):
        unseal(kind, KEY, blob, *fields)


@pytest.mark.parametrize(("kind", "other"), itertools.permutations(Kind, 2))
def test_a_blob_does_not_pass_as_another_kind(kind, other):
    blob = seal(kind, KEY, b"secret", *FIELDS)
    with pytest.raises(NotOpened):
        unseal(other, KEY, blob, *FIELDS)
    relabelled = bytes([FORMAT, other]) + blob[2:]
    with pytest.raises(NotOpened):
        unseal(other, KEY, relabelled, *FIELDS)


@pytest.mark.parametrize("first", [0, 2, 255])
@every_kind
def test_an_unknown_format_says_so(kind, first):
    blob = bytes([first]) + seal(kind, KEY, b"secret", *FIELDS)[1:]
    with pytest.raises(UnknownFormat, match=str(first)):
        unseal(kind, KEY, blob, *FIELDS)


@every_kind
def test_a_blob_is_bound_to_exactly_its_fields(kind):
    for fields in ((), FIELDS[:1], (*FIELDS, b"")):
        with pytest.raises(ValueError, match=BOUND_FIELDS[kind][0]):
            seal(kind, KEY, b"", *fields)


def test_the_same_content_is_never_sealed_to_the_same_bytes():
    assert len({seal(Kind.WRAP, KEY, KEY, *FIELDS) for _ in range(100)}) == 100


@pytest.mark.parametrize("kind", sorted(PADDED))
def test_two_documents_of_one_size_class_give_equal_length(kind):
    for short, long in ((0, 4088), (5000, 5112), (60_000, 61_432)):
        sizes = {len(seal(kind, KEY, b"x" * length, *FIELDS)) for length in (short, long)}
        assert len(sizes) == 1


def test_a_wrapped_key_has_the_same_size_always():
    assert len(seal(Kind.WRAP, KEY, KEY, *FIELDS)) == 106


@given(st.integers(0, 200_000_000))
def test_padding_costs_at_most_12_per_cent(length):
    size = padded_size(length)
    assert length + 8 <= size
    assert size <= max(MIN_PADDED, (length + 8) * 1.12)


@given(st.integers(0, 200_000_000))
def test_padded_sizes_are_few(length):
    size = padded_size(length)
    assert padded_size(size - 8) == size  # a size is its own class
    exponent = size.bit_length() - 1
    assert size % 2 ** (exponent - exponent.bit_length()) == 0
