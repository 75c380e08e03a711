"""Handing e-mail to the host's mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

_SECONDS = 30.0
_ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"smtp": 587, "smtps": 465}


class NoMailServer(Exception):
    """The mail server cannot be used now; the text says why and holds no address of a player."""


class Refused(Exception):
    """The mail server does not take this message, now or ever (`is_final`)."""

    def __init__(self, *, is_final: bool) -> None:
        super().__init__("refused for good" if is_final else "refused for now")
        self.is_final = is_final


class Deliver(Protocol):
    """Hands over one message. Raises Refused, and NoMailServer when the connection is lost."""

    def __call__(self, message: EmailMessage) -> None: ...


@contextmanager
def mail_server(address: str) -> Iterator[Deliver]:
    """A connection to the server at `address`, "smtp://user:password@host:port" or "smtps://…".

    Without TLS only a server on this machine is talked to. Raises NoMailServer.
    """
    try:
        with _connect(address) as server:
            yield lambda message: _deliver(server, message)
    except (OSError, smtplib.SMTPException) as problem:
        raise NoMailServer(type(problem).__name__) from None


def _connect(address: str) -> smtplib.SMTP:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=_SECONDS)
        server.ehlo()
        if server.has_extn("starttls") or host not in _ON_THIS_MACHINE:
            server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _deliver(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _said in refused.recipients.values()]
        raise Refused(is_final=all(code >= _FOR_GOOD for code in codes)) from None
    except smtplib.SMTPResponseException as refused:
        raise Refused(is_final=refused.smtp_code >= _FOR_GOOD) from None


_FOR_GOOD = 500  # RFC 5321: a reply from 500 means that trying again does not help
