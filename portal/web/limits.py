"""How often one network may try a key or a password, start a case or check a packet.

No network address is kept.
"""

import hashlib
import hmac
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from limits.storage import storage_from_string

from portal.config import Settings
from portal.web.clock import now, today

# Tries to open a case, for the whole site: a distributed guesser gets no further than this.
_ALL_SIGN_INS = "300 per minute"
# Passwords of staff: for one network, for one account from one network, and for the whole site,
# since each try costs a slow hash. An account has no limit of its own: strangers would lock out
# its owner with it.
_STAFF_SIGN_INS = "10 per minute; 60 per hour"
_STAFF_ACCOUNT = "5 per minute; 20 per hour"
_ALL_STAFF_SIGN_INS = "120 per minute"
# Case files to open: enough for a few mistakes with a passphrase.
_CASE_FILES = "20 per hour"
# Packets to check: more than a busy complaints desk needs, too few to try codes.
_CHECKS = "30 per minute"


def limit_requests(app: Flask, settings: Settings) -> None:
    """Limits the POSTs of the views below; beyond a limit they raise 429. After the blueprints."""
    limiter = Limiter(
        network,
        app=app,
        storage_uri=settings.limits_url,
        storage_options=_options(settings.limits_url),
        strategy="moving-window",
        in_memory_fallback_enabled=not _is_memory(settings.limits_url),
    )
    views: dict[str, Any] = app.view_functions
    for endpoint, limit in (
        ("access.sign_in", settings.sign_in_limit),
        ("access.start", settings.sign_in_limit),  # codes of invitations
        ("case_files.open_file", _CASE_FILES),
        ("verify.page", _CHECKS),
        ("staff.sign_in", _STAFF_SIGN_INS),
        ("staff.renew", _STAFF_SIGN_INS),
    ):
        views[endpoint] = limiter.limit(limit, methods=["POST"])(views[endpoint])
    for endpoint, limit, key in (
        ("access.sign_in", _ALL_SIGN_INS, _everyone),
        ("staff.sign_in", _STAFF_ACCOUNT, _account),
        ("staff.sign_in", _ALL_STAFF_SIGN_INS, _everyone),
    ):
        shared = limiter.limit(limit, methods=["POST"], key_func=key)
        views[endpoint] = shared(views[endpoint])
    for limit, key in ((settings.new_case_limit, network), (settings.all_cases_limit, _everyone)):
        new_cases = limiter.limit(limit, methods=["POST"], key_func=key, deduct_when=_went_on)
        views["access.start"] = new_cases(views["access.start"])


def _everyone() -> str:
    return "everyone"


def _went_on(response: Response) -> bool:
    """Whether a case began: a mistyped code of an invitation is no new case."""
    return response.status_code == 303


def _account() -> str:
    """A mark of the account that is tried from this network; no e-mail address is kept."""
    mark = network()
    return _mac(mark.encode(), request.form.get("email", "").strip().lower()).hex()


def counters_answer(url: str) -> bool:
    """Whether the place at `url` where limits are counted answers."""
    return bool(storage_from_string(url, **_options(url)).check())


def network() -> str:
    """A mark of the visitor's network (IPv4 /24, IPv6 /64) that is another one tomorrow."""
    secret = str(current_app.config["SECRET_KEY"])
    day_key = _mac(secret.encode(), f"rate limits of {today().isoformat()}")
    return _mac(day_key, _network_of(request.remote_addr or "")).hex()


def seconds_to_wait() -> int:
    """After a 429: in how many seconds the next try counts as allowed; at least 1."""
    (limiter,) = current_app.extensions["limiter"]
    breached = limiter.current_limit
    return max(1, breached.reset_at - int(now().timestamp())) if breached else 60


def _is_memory(url: str) -> bool:
    return url.startswith("memory:")


def _options(url: str) -> dict[str, Any]:
    """Redis answers at once or is not waited for: each process counts by itself meanwhile."""
    return {} if _is_memory(url) else {"socket_timeout": 1, "socket_connect_timeout": 1}


def _network_of(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:  # a Unix socket, or a proxy that hides the address: one bucket for all
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return str(IPv6Network((int(found), 64), strict=False))
        found = found.ipv4_mapped
    return str(IPv4Network((int(found), 24), strict=False))


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
