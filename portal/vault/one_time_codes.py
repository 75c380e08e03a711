"""Codes of an authenticator app: RFC 6238, with SHA-1, six digits and steps of 30 seconds.

Those are the values that every app knows. Who accepts a code keeps its step, so that it works once.
"""

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

SEED_BYTES = 20  # the output of SHA-1; RFC 4226, section 4, R6
STEP_SECONDS = 30
DIGITS = 6
WINDOW = 1
"""Steps before and after the present one that count too: clocks differ, and typing takes time."""


def new_seed() -> str:
    """A fresh seed as apps take it by hand: 32 letters and digits of base32."""
    return base64.b32encode(secrets.token_bytes(SEED_BYTES)).decode()


def is_seed(text: str) -> bool:
    """Whether a text is one of `new_seed`."""
    try:
        return len(text) == SEED_BYTES * 8 // 5 and len(base64.b32decode(text)) == SEED_BYTES
    except ValueError:
        return False


def code_at(seed: str, step: int) -> str:
    """The six digits of one step (seconds since 1970, divided by STEP_SECONDS)."""
    mac = hmac.digest(base64.b32decode(seed), step.to_bytes(8, "big"), "sha1")
    start = mac[-1] & 15
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(seed: str, code: str, seconds: int) -> int | None:
    """The step whose code this is, near `seconds` since 1970; None when there is none."""
    now, typed = seconds // STEP_SECONDS, code.encode()
    steps = range(now - WINDOW, now + WINDOW + 1)
    found = [step for step in steps if hmac.compare_digest(code_at(seed, step).encode(), typed)]
    return max(found, default=None)


def app_link(seed: str, site: str, account: str) -> str:
    """The address that an authenticator app reads off its QR code (otpauth://totp/…)."""
    name = quote(f"{site}:{account}", safe="@")
    return f"otpauth://totp/{name}?{urlencode({'secret': seed, 'issuer': site}, quote_via=quote)}"
