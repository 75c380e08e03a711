"""The codes of an authenticator app are those of the RFC, and count near their time only."""

import pytest

from portal.vault.one_time_codes import app_link, code_at, is_seed, new_seed, step_of

# RFC 6238, appendix B, with SHA-1: the seed is "12345678901234567890".
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_rfc(seconds, code):
    assert code_at(SEED, seconds // 30) == code
    assert step_of(SEED, code, seconds) == seconds // 30


def test_a_code_counts_one_step_early_and_late():
    code, step = code_at(SEED, 1000), 1000
    for seconds in (30 * 999, 30 * 1000, 30 * 1001 + 29):
        assert step_of(SEED, code, seconds) == step
    for seconds in (30 * 999 - 1, 30 * 1002):
        assert step_of(SEED, code, seconds) is None
    for typed in ("", "12345", code + "0", "\N{SNOWMAN}", f" {code}"):
        assert step_of(SEED, typed, 30 * 1000) is None


def test_seeds_are_fresh_and_are_recognised():
    assert len({new_seed() for _ in range(50)}) == 50
    assert is_seed(new_seed())
    for text in ("", SEED[:-1], SEED + "A", "0" * 32, "\N{SNOWMAN}" * 32):
        assert not is_seed(text)


def test_the_app_reads_whose_code_it_is():
    link = app_link(SEED, "Hulp & Recht", "m+1@example.org")
    assert link == (
        "otpauth://totp/Hulp%20%26%20Recht%3Am%2B1@example.org"
        f"?secret={SEED}&issuer=Hulp%20%26%20Recht"
    )
