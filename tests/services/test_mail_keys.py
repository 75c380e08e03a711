# ruff: noqa: TID253 - only the web process must not load dnspython before it asks
"""Keys of signatures, asked of a name server of our own on this machine."""

import socket
import threading
from collections.abc import Iterator

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from portal.intake.child import PublishedKey
from portal.services.mail_keys import published_key

LONG = "v=DKIM1; p=" + "A" * 300
RECORDS = {
    "k1._domainkey.casino.example.": [f'"{LONG[:200]}" "{LONG[200:]}"'],
    "two._domainkey.casino.example.": ['"other"', '"v=DKIM1; p=B"'],
    "none._domainkey.casino.example.": ['"v=spf1 -all"'],
    "huge._domainkey.casino.example.": [" ".join(['"' + "p=" + "A" * 200 + '"'] * 25)],
}


def answer_to(wire: bytes) -> bytes | None:
    query = dns.message.from_wire(wire)
    name = query.question[0].name.to_text()
    response = dns.message.make_response(query)
    if name.startswith("silent"):
        return None
    if name.startswith("refused"):
        response.set_rcode(dns.rcode.REFUSED)
    elif name in RECORDS:
        response.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *RECORDS[name]))
    elif not name.startswith("empty"):
        response.set_rcode(dns.rcode.NXDOMAIN)
    return response.to_wire(max_size=65535)


@pytest.fixture
def resolver() -> Iterator[dns.resolver.Resolver]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        stop = threading.Event()
        server.settimeout(0.1)

        def serve() -> None:
            while not stop.is_set():
                try:
                    wire, address = server.recvfrom(4096)
                except TimeoutError:
                    continue
                if answer := answer_to(wire):
                    server.sendto(answer, address)

        thread = threading.Thread(target=serve)
        thread.start()
        made = dns.resolver.Resolver(configure=False)
        made.nameservers = ["127.0.0.1"]
        made.port = server.getsockname()[1]
        yield made
        stop.set()
        thread.join()


def text(selector: str, resolver: dns.resolver.Resolver) -> bytes | None:
    found = published_key("casino.example", selector, resolver)
    return found.text if found else None


def test_a_key_is_put_together_and_the_right_text_is_chosen(
    resolver: dns.resolver.Resolver,
) -> None:
    found = published_key("casino.example", "k1", resolver)
    assert found == PublishedKey(domain="casino.example", selector="k1", text=LONG.encode())
    assert text("two", resolver) == b"v=DKIM1; p=B"


def test_no_key_is_told_from_no_answer(
    resolver: dns.resolver.Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.services.mail_keys._SECONDS", 0.5)
    for selector in ("gone", "empty", "none"):
        assert text(selector, resolver) == b"", selector
    for selector in ("silent", "refused", "huge"):
        assert text(selector, resolver) is None, selector


def test_a_name_that_no_server_could_have_is_not_asked(resolver: dns.resolver.Resolver) -> None:
    assert published_key("a." * 100 + "example", "s" * 100, resolver) is None
    assert published_key("a" * 64 + ".example", "s", resolver) is None
    assert published_key("casino..example", "s", resolver) is None
