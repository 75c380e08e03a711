"""Passwords of staff: what is stored opens nothing, and nothing of a long one is cut off."""

import threading

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from portal.vault import passwords
from portal.vault.passwords import AT_ONCE, MEMORY_KIB, new_salt, stretch
from portal.vault.sealing import Kind, NotOpened, seal, unseal

SALT = bytes(range(16))
# Written once and never again: verifiers like this lie in databases.
GOLDEN = "829ec5e145ef7af05afb61c857a9f905a0a57fbde686838ee4b35354827412a5"


def test_the_cost_is_at_least_what_asvs_asks():
    assert MEMORY_KIB >= 12 * 1024
    assert passwords.ITERATIONS >= 3
    assert len({new_salt() for _ in range(100)}) == 100


def test_a_password_gives_the_same_keys_always():
    long = "é" * 300
    keys = stretch(long, SALT)
    assert keys.verifier.hex() == GOLDEN
    assert keys.fits(stretch("e\N{COMBINING ACUTE ACCENT}" * 300, SALT).verifier)
    for other in (stretch(long[:-1] + "e", SALT), stretch(long, bytes(16))):
        assert not keys.fits(other.verifier)
        assert other.key != keys.key


def test_the_stored_verifier_does_not_open_the_key():
    keys = stretch("a long sentence to remember", SALT)
    blob = seal(Kind.STAFF, keys.key, b"private", b"s" * 16, SALT)
    assert unseal(Kind.STAFF, keys.key, blob, b"s" * 16, SALT) == b"private"
    try:
        unseal(Kind.STAFF, keys.verifier, blob, b"s" * 16, SALT)
    except NotOpened:
        return
    raise AssertionError("the verifier opened it")


def test_only_a_few_are_made_at_once(monkeypatch):
    running, most, lock = 0, 0, threading.Lock()
    together = threading.Barrier(AT_ONCE)

    class Watched:
        def __init__(self, **cost: object) -> None:
            assert cost["memory_cost"] == MEMORY_KIB

        def derive(self, _typed: bytes) -> bytes:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            together.wait(timeout=10)
            with lock:
                running -= 1
            return bytes(32)

    monkeypatch.setattr(passwords, Argon2id.__name__, Watched)
    threads = [threading.Thread(target=stretch, args=("x", SALT)) for _ in range(3 * AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == AT_ONCE
