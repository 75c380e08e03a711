"""Keys of people and of the team: what is sealed to one opens for nobody else, nowhere else."""

import json
import re
import secrets
from pathlib import Path

import pytest

from portal.vault.sealing import NotOpened, UnknownFormat, number_field
from portal.vault.team import (
    PRIVATE_BYTES,
    PUBLIC_BYTES,
    Addressed,
    BadKey,
    fingerprint,
    key_pair,
    new_key_pair,
    new_team_key,
    open_with,
    rewrap_shares,
    seal_to,
    unwrap_share,
    unwrap_team_key,
    wrap_share,
    wrap_team_key,
)

FIELDS = (number_field(1), b"c" * 16)
# Written once with format 1 and never again: blobs like these lie in databases.
GOLDEN = json.loads((Path(__file__).parent / "golden" / "team-1.json").read_text())


def test_what_was_sealed_to_a_key_opens_with_it_alone():
    mine, other = new_key_pair(), new_key_pair()
    assert (len(mine.private), len(mine.public)) == (PRIVATE_BYTES, PUBLIC_BYTES)
    assert key_pair(mine.private).public == mine.public
    for kind in Addressed:
        blob = seal_to(mine.public, kind, b"secret", *FIELDS)
        assert open_with(mine.private, kind, blob, *FIELDS) == b"secret"
        assert blob != seal_to(mine.public, kind, b"secret", *FIELDS)
        with pytest.raises(NotOpened):
            open_with(other.private, kind, blob, *FIELDS)


@pytest.mark.parametrize(
    "fields",
    [
        (number_field(1), b"d" * 16),  # another case
        (number_field(2), b"c" * 16),  # another generation
        (b"c" * 16, number_field(1)),
        (number_field(1) + b"c" * 16, b""),  # the same bytes, divided differently
    ],
)
def test_in_another_place_it_does_not_open(fields):
    pair = new_key_pair()
    blob = seal_to(pair.public, Addressed.SHARE, b"secret", *FIELDS)
    with pytest.raises(NotOpened):
        open_with(pair.private, Addressed.SHARE, blob, *fields)
    relabelled = bytes((blob[0], Addressed.TEAM_KEY)) + blob[2:]
    for changed in (blob, relabelled):
        with pytest.raises(NotOpened):
            open_with(pair.private, Addressed.TEAM_KEY, changed, *FIELDS)
    with pytest.raises(ValueError, match="generation, case id"):
        seal_to(pair.public, Addressed.SHARE, b"secret", *FIELDS[:1])


def test_a_changed_or_cut_blob_is_noticed():
    pair = new_key_pair()
    blob = seal_to(pair.public, Addressed.SHARE, bytes(32), *FIELDS)
    for place in (*range(10), *range(10, len(blob), 61), len(blob) - 1):
        changed = bytearray(blob)
        changed[place] ^= 1 << (place % 8)
        with pytest.raises(NotOpened):
            open_with(pair.private, Addressed.SHARE, bytes(changed), *FIELDS)
    for size in (0, 1, 2, 30, 1121, len(blob) - 1):
        with pytest.raises(NotOpened):
            open_with(pair.private, Addressed.SHARE, blob[:size], *FIELDS)
    with pytest.raises(UnknownFormat, match="9"):
        open_with(pair.private, Addressed.SHARE, b"\x09" + blob[1:], *FIELDS)


def test_what_is_no_key_says_so():
    small_order = new_key_pair().public[:-32] + bytes(32)
    for public in (b"", bytes(PUBLIC_BYTES - 1), small_order):
        with pytest.raises(BadKey):
            seal_to(public, Addressed.SHARE, b"secret", *FIELDS)
    for private in (b"", bytes(PRIVATE_BYTES + 1)):
        with pytest.raises(BadKey):
            key_pair(private)


def test_a_fingerprint_is_short_and_of_one_key():
    keys = [new_key_pair().public for _ in range(20)]
    assert len({fingerprint(key) for key in keys}) == 20
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}", fingerprint(keys[0]))


def test_the_team_key_opens_for_the_caseworker_it_was_wrapped_to():
    team, mine, other = new_team_key(3), new_key_pair(), new_key_pair()
    blob = wrap_team_key(team, b"s" * 16, mine.public)
    opened = unwrap_team_key(mine.private, 3, b"s" * 16, blob)
    assert (opened.generation, opened.pair.private) == (3, team.pair.private)
    assert opened.pair.public == team.pair.public
    for private, generation, staff_id in (
        (other.private, 3, b"s" * 16),
        (mine.private, 2, b"s" * 16),
        (mine.private, 3, b"t" * 16),
    ):
        with pytest.raises(NotOpened):
            unwrap_team_key(private, generation, staff_id, blob)


def test_shares_go_over_to_the_next_generation():
    old, new = new_team_key(1), new_team_key(2)
    keys = {secrets.token_bytes(16): secrets.token_bytes(32) for _ in range(5)}
    shares = [(case, wrap_share(old.pair.public, 1, case, key)) for case, key in keys.items()]
    rewrapped = dict(rewrap_shares(old, new.pair.public, 2, shares))
    assert {case: unwrap_share(new, case, blob) for case, blob in rewrapped.items()} == keys
    for case, blob in rewrapped.items():
        with pytest.raises(NotOpened):
            unwrap_share(old, case, blob)
    with pytest.raises(NotOpened):
        list(rewrap_shares(old, new.pair.public, 2, list(rewrapped.items())))


@pytest.mark.parametrize("kind", [kind.name for kind in Addressed])
def test_golden_blobs_open_for_ever(kind):
    one = {name: bytes.fromhex(value) for name, value in GOLDEN[kind].items() if name != "fields"}
    fields = [bytes.fromhex(field) for field in GOLDEN[kind]["fields"]]
    assert open_with(one["private"], Addressed[kind], one["blob"], *fields) == one["plaintext"]
    assert fingerprint(key_pair(one["private"]).public) == GOLDEN["fingerprints"][kind]
