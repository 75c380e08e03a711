"""What the value of a setting must be like, where its type alone does not tell.

Each function returns what was expected instead, and "" for a value that will do. None of them
quotes the value: it may hold a password.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

# SQLAlchemy and limits are imported in the functions that need them: loading them takes longer
# than most commands.

_PRIVATE_ENDS = (".local", ".localhost", ".internal")


def limit_problem(text: str) -> str:
    """Limits as Flask-Limiter reads them."""
    from limits import parse_many

    try:
        parse_many(text)
    except ValueError:
        return 'Expected something like "10 per minute" or "5 per hour; 20 per day"'
    return ""


def database_problem(address: str) -> str:
    """An SQLAlchemy address of a database that we know."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        backend = make_url(address).get_backend_name()
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        return "Expected an SQLAlchemy address"
    known = {"sqlite", "postgresql"}
    return "" if backend in known else "Expected sqlite or postgresql+psycopg"


def endpoint_problem(endpoint: str, *, allow_http: bool) -> str:
    """The address of an S3-compatible store: without TLS only where nobody else listens."""
    parts = urlsplit(endpoint)
    if parts.scheme == "https" or not endpoint:
        return ""
    host = parts.hostname or ""
    return "" if allow_http and _is_private(host) else _NO_TLS


_NO_TLS = (
    "Expected https://…; http:// only for a store on this machine or in your own network, "
    "and with HOGEROP_OBJECTS_ALLOW_HTTP=true"
)


def _is_private(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:  # a name: one without a dot, as containers have, leads nowhere outside
        return "." not in host or host.endswith(_PRIVATE_ENDS)
