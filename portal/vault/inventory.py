"""The crypto inventory (docs/crypto-inventory.md), written from the code so that it stays true.

`python -m portal.vault.inventory > docs/crypto-inventory.md` writes it again.
"""

import sys

from portal.vault.age import MAX_WORK_FACTOR, WORK_FACTOR
from portal.vault.keys import DERIVED_BYTES, KEY_BITS, SALT, Purpose
from portal.vault.passphrases import SHORTEST
from portal.vault.passwords import (
    AT_ONCE,
    ITERATIONS,
    LANES,
    MEMORY_KIB,
)
from portal.vault.sealing import BOUND_FIELDS, FORMAT, MIN_PADDED, PADDED, STREAMED, Kind
from portal.vault.team import ADDRESSED_FIELDS, FINGERPRINT_CHARACTERS, Addressed
from portal.vault.team import FORMAT as ADDRESSED_FORMAT

_CONTENT = {
    Kind.WRAP: ("the root key of a case (32 random bytes)", "wrapping key of a case key"),
    Kind.DOCUMENT: ("the case record (JSON)", "case data key"),
    Kind.PACKET: ("an issued packet (PDF)", "case data key"),
    Kind.SESSION: (
        "case id, root key and session data; of a caseworker the case data key",
        "session key",
    ),
    Kind.FILE: ("a file of evidence, or what is made of it", "file key"),
    Kind.RECEIPT: (
        "that a packet was made: day, SHA-256, document, language, pages",
        "receipt key",
    ),
    Kind.REMINDER: ("an e-mail address and a language", "reminder key"),
    Kind.STAFF: ("the private key of a member of staff and the seed of his codes", "password key"),
    Kind.STAFF_SESSION: ("staff id, private key and session data", "staff session key"),
    Kind.DATA_KEY: ("the case data key of a case that was shared", "root key of the case"),
}

_ADDRESSED = {
    Addressed.TEAM_KEY: ("the team's private key of one generation", "a caseworker"),
    Addressed.SHARE: ("the case data key of a case that a player shared", "the team"),
}

_RECEIPT = "`file` and the SHA-256 of a packet, or `code`, its case's reference and its code"

_MAIL_KEY = "the site's mail key (a setting or a file in the instance folder)"

_SLOW_HASH = "the password of a member of staff, after Argon2id"

_DERIVED = {
    Purpose.LOCATOR: ("case key", "finds the row of a case key; the only trace of the key"),
    Purpose.WRAP: ("case key", "seals the root key of the case"),
    Purpose.SESSION: ("session cookie (32 random bytes)", "seals the session row"),
    Purpose.RECEIPT_LOCATOR: (_RECEIPT, "finds a receipt of a packet"),
    Purpose.RECEIPT: (_RECEIPT, "seals that receipt"),
    Purpose.REMINDER: (_MAIL_KEY, "seals the address of a reminder"),
    Purpose.REMINDER_MARK: (_MAIL_KEY, "with HMAC-SHA256: marks the reminders of one address"),
    Purpose.PROOF: (
        "the site's secret (`HOGEROP_SECRET_KEY`)",
        "signs, in a case file, that this site made the packets in it",
    ),
    Purpose.INVITATION: (
        "the code of a member's invitation (70 random bits)",
        "finds the invitation; the only trace of the code",
    ),
    Purpose.STAFF_SESSION: ("staff cookie (32 random bytes)", "seals the staff session row"),
    Purpose.STAFF_VERIFIER: (_SLOW_HASH, "is stored, to recognise the password; opens nothing"),
    Purpose.STAFF_KEY: (_SLOW_HASH, "seals the secrets of a member of staff"),
    Purpose.TOMBSTONE: (
        "the random id of a case or a reminder",
        "what stays when it is deleted, so that no backup brings it back",
    ),
}

_TEMPLATE = """# Crypto inventory

Written from the code by `python -m portal.vault.inventory`; a test fails when the two differ.

## Sealed blobs

Format {format}: `format (1 byte) | kind (1 byte) | Cobblestone-256`, which is
[C2SP chunked-encryption](https://c2sp.org/chunked-encryption) with AES-256-GCM and
HKDF-Expand-SHA-512, a random salt of 24 bytes and a key commitment of 32 bytes, from the
`cryptography` package.
The context is `"casevault\\0" | format | kind | (length, 2 bytes | field)*`.
Padded content is `length (8 bytes) | content | zeros`, to a Padmé size, at least {min_padded}
bytes. Files are sealed in pieces while they arrive, so their length stands in the sealed case
record, and the zeros behind the content ("at the end").

| kind | number | holds | sealed with | bound to | padded |
|---|---|---|---|---|---|
{kinds}

## Derived keys

HKDF-SHA256, salt `{salt}`, {derived_bytes} bytes each.

| info | from | for |
|---|---|---|
{purposes}

The session row is found by the SHA-256 of the cookie.

A staff password goes through Argon2id first: {iterations} passes over {memory_mib} MiB, {lanes}
lane, its own salt of 128 bits, at most {at_once} at the same time.

## Sealed to a public key

Format {addressed_format}: `format (1 byte) | kind (1 byte) | HPKE`, which is
[RFC 9180](https://www.rfc-editor.org/rfc/rfc9180) in base mode with MLKEM768-X25519, HKDF-SHA256
and AES-256-GCM. The `info` is `"casevault-to\\0" | format | kind | (length, 2 bytes | field)*`.
A private key is the seed of ML-KEM-768 (64 bytes) and the key of X25519 (32 bytes). A fingerprint
is {fingerprint_bits} bits of the SHA-256 of a public key.

| kind | number | holds | for | bound to |
|---|---|---|---|---|
{addressed}

## From a case key to a case

```
case key --wrap--> root key --DATA_KEY--> case data key --> document, packets
team key --SHARE-------------------------^
```

As long as a case was never shared, its root key is its data key, and nothing is in the row. When
it is shared, taken back, or gets a new key for a member who lost his, it gets a new data key: the
document and the packets are sealed again, in the transaction that adds or deletes the share. The
team has the data key alone, so it opens nothing of what comes after. Evidence has keys of its own,
in the document: who copied one of these and the file before still reads what he could read then.
What the player agreed to (until when, whether caseworkers may write or give a new key), the
journal, the comments and the name of the caseworker are in the document.

When somebody leaves the team, an administrator begins the next generation, whose click cannot open
shares: the next caseworker who opens the list seals them to it.

## Random values

| value | size | made by |
|---|---|---|
| case key, recovery key | {key_bits} bits | `secrets.randbits` |
| root key and case data key | 256 bits | `secrets.token_bytes` |
| case id, packet id, blob id, reminder id, share id | 128 bits | `secrets.token_bytes` |
| staff id, invitation, salt of a password | 128 bits | `secrets.token_bytes` |
| seed of a staff member's codes (RFC 6238) | 160 bits | `secrets.token_bytes` |
| recovery code of a staff member | 80 bits | `secrets.randbits` |
| key pair of a staff member or of the team | 96 bytes | `cryptography` |
| file key: one for each file, in the case record | 256 bits | `secrets.token_bytes` |
| session cookie, staff cookie | 256 bits | `secrets.token_bytes` |
| salt of each blob | 192 bits | `cryptography` |

A packet's code is 12 hex digits of a hash of what the packet says; the reference of a case has 28
random bits. Both are printed on the packet: whoever reads it may open its receipt. Who has the
database and only the reference would have to try 2^48 codes, to learn a day, a kind of document, a
language and a number of pages.

A case key has too many bits to guess, so it is not put through a slow password hash.

## Case files

A case file that a player downloads is sealed on its way out when he gives a passphrase: the
[age format](https://c2sp.org/age) with one scrypt recipient (N = 2^{work_factor}, r = 8, p = 1)
and ChaCha20-Poly1305 in chunks of 64 KiB, written by `portal/vault/age.py` from the primitives of
`cryptography` (the format itself: `portal/vault/age_format.py`). Files with up to
N = 2^{max_work_factor} are opened. A passphrase that we suggest has 72 random bits; one of the
player's own has at least {shortest} characters.

A case file that comes in lies on the disk while it is looked at, in a file without a name:
AES-256-GCM in chunks of 64 KiB, numbered, with a key that is in memory alone
(`portal/vault/scratch.py`).

## Backups

A backup (`./hogerop backup`) is locked once more, as a whole, in the same format, for one or more
public keys (X25519, an ephemeral key for each file and recipient, HKDF-SHA256), by
`portal/vault/age_keys.py`. The private half is not on the server. In it are the tables but for the
visits, the sealed files, and the small files of the instance folder, among them the site's secret
and mail key.

## Not sealed

Random ids, locators, revision, month of creation and of expiry, format, kind of key (main or
recovery), how many data keys a case had, the two expiry times of a session, and whose it is when a
caseworker works in a case, until when an upload may stay that no case names, and the sizes of
blobs. Of a shared case: its last day and the generation of the team. Nothing else about a player is
in a column. Files in the evidence store are named after their random blob id. In
a folder their times are all set to 1970. A bucket knows when each object was written: who looks
into it sees on which days files were added, but not to what.

A reminder by e-mail is a row without a case: a random id, its day, a mark that is the same for all
reminders of one address (16 bytes of an HMAC), and the sealed address. The case notes the id, so
only whoever opens the case finds its reminders. The mail key opens addresses, but no case. The
row is deleted when the message was sent.

A closed case that its player had counted is one more in a row of the table `counted`: the week of
closing, casino (domain name), authority, topic, highest step, how long the reply took, band of the
amount, result, and a number. There is no id in it, and the way from a case to it is nowhere: the
sealed case only notes that it was counted ([decision 20](decisions/0020-counting.md)).

The tables `register_*` hold the public register of an authority, as it publishes it. What a player
looks up there is not written down.

Of staff: e-mail address, name, role, day of joining, public key, salt and verifier of the password,
the last step of the clock whose code was used, and the SHA-256 of each recovery code. Of an
invitation: e-mail address, role, until when, and the SHA-256 of what its link carries. Of the team:
the number of each generation, its public key, when it began, and who holds it. The staff log: when,
who, what happened and to whom of the staff; nothing about players.

## Deletion

Deleting a case deletes its wrapped keys, document, packets with their receipts, sessions, share
and the rows of its files in one transaction, and then the files. A file whose row is gone, or that
no case names after a day, is deleted by `./hogerop purge`.
A tombstone stays: the mark `tombstone` above, and a day, for 400 days in the database, and in the
file `tombstones` of the instance folder. From a mark nobody gets to an id; only who has the id, in
a copy of the database from before, can tell whose mark it is.
SQLite: `secure_delete` overwrites the rows and a truncating checkpoint empties the write-ahead log.
A member of staff who is removed goes in the same way, with his keys and visits.
PostgreSQL: `VACUUM` frees the wrapped keys' space at once. Their sealed bytes can stay in free
space and in the server's own log until these are used again; they open only with the player's key.

## Limits

This protects what is stored. While a player works on his case, the server holds it open in memory.
"""


def inventory() -> str:
    """The whole document as Markdown."""
    return _TEMPLATE.format(
        format=FORMAT,
        min_padded=MIN_PADDED,
        kinds="\n".join(_kind_row(kind) for kind in Kind),
        salt=SALT.decode("ascii"),
        derived_bytes=DERIVED_BYTES,
        purposes="\n".join(f"| `{one}` | {' | '.join(_DERIVED[one])} |" for one in Purpose),
        key_bits=KEY_BITS,
        work_factor=WORK_FACTOR,
        max_work_factor=MAX_WORK_FACTOR,
        shortest=SHORTEST,
        iterations=ITERATIONS,
        memory_mib=MEMORY_KIB // 1024,
        lanes=LANES,
        at_once=AT_ONCE,
        addressed_format=ADDRESSED_FORMAT,
        fingerprint_bits=5 * FINGERPRINT_CHARACTERS,
        addressed="\n".join(_addressed_row(kind) for kind in Addressed),
    )


def _kind_row(kind: Kind) -> str:
    holds, key = _CONTENT[kind]
    padded = "yes" if kind in PADDED else "at the end" if kind in STREAMED else "no"
    return (
        f"| {kind.name} | {kind:d} | {holds} | {key} | {', '.join(BOUND_FIELDS[kind])} | {padded} |"
    )


def _addressed_row(kind: Addressed) -> str:
    holds, reader = _ADDRESSED[kind]
    return f"| {kind.name} | {kind:d} | {holds} | {reader} | {', '.join(ADDRESSED_FIELDS[kind])} |"


if __name__ == "__main__":
    sys.stdout.write(inventory())
