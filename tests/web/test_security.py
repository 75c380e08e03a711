"""Headers, cookies, form tokens, host names, compression: what each answer keeps to."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from portal.config import Settings, SettingsError
from portal.factory import build_app
from portal.web.roles import ANYONE
from tests.web.conftest import MakeApp
from tests.web.test_roles import address, rules
from tests.web.visitor import Visitor

POLICY = (
    "default-src 'none'; script-src 'nonce-N'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; "
    "trusted-types htmx"
)
FIRST_VISIT = 60_000  # bytes over the wire, fonts included
LATER_PAGE = 8_000
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
PROXIED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


@pytest.fixture
def tls_visitor(make_app: MakeApp) -> Visitor:
    """A visitor of a site behind a proxy with TLS, as hosts run it."""
    app = make_app(behind_proxy=1, trusted_hosts=("klacht.example",))
    client = app.test_client()
    client.environ_base.update(
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_FOR="203.0.113.9",
        HTTP_X_FORWARDED_HOST="klacht.example",
    )
    return Visitor(client)


# -- headers -------------------------------------------------------------------------------


def header_faults(headers: Headers, *, is_page: bool) -> list[str]:
    expected = {
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    faults = [name for name, value in expected.items() if headers.get(name) != value]
    policy = re.sub(r"'nonce-[\w-]+'", "'nonce-N'", headers.get("Content-Security-Policy", ""))
    if policy != (POLICY if is_page else "default-src 'none'; sandbox"):
        faults.append(policy)
    return [*faults, *(name for name in ("Server", "X-Powered-By") if name in headers)]


def test_every_answer_has_the_headers_that_close_doors(app: Flask, visitor: Visitor) -> None:
    paths = [address(app, rule) for rule in rules(app, ANYONE)]
    for path in [*paths, "/nothing", "/en/case"]:
        answer = visitor.client.get(path, buffered=True)
        is_page = answer.mimetype == "text/html"
        assert header_faults(answer.headers, is_page=is_page) == [], path


def test_each_answer_has_a_nonce_of_its_own(visitor: Visitor) -> None:
    policies = {visitor.client.get("/en/").headers["Content-Security-Policy"] for _ in range(20)}
    assert len(policies) == 20


def test_https_is_demanded_only_where_it_is_served(visitor: Visitor, tls_visitor: Visitor) -> None:
    hsts = "Strict-Transport-Security"
    assert hsts not in visitor.client.get("/en/").headers
    answer = tls_visitor.client.get("/en/")
    assert answer.status_code == 200
    assert answer.headers[hsts] == "max-age=31536000; includeSubDomains"


def test_trace_is_refused(visitor: Visitor) -> None:
    assert visitor.client.trace("/en/").status_code == 405


# -- cookies -------------------------------------------------------------------------------


def test_cookies_over_tls_are_out_of_reach_of_others(tls_visitor: Visitor) -> None:
    guest = tls_visitor.client.get("/en/").headers.getlist("Set-Cookie")
    tls_visitor.get("/en/")
    started = tls_visitor.post("/en/start").headers.getlist("Set-Cookie")
    for cookie in [*guest, *started]:
        parts = {part.strip() for part in cookie.split(";")}
        assert cookie.startswith(("__Host-guest=", "__Host-case="))
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= parts
        assert not any(part.startswith("Domain") for part in parts)
        assert len(cookie) < 4096


def test_the_case_cookie_ends_with_the_browser_and_holds_no_key(visitor: Visitor) -> None:
    key = visitor.start_and_see_key()
    cookie = visitor.client.get_cookie("case")
    assert cookie is not None
    assert cookie.expires is None
    assert cookie.max_age is None
    assert cookie.http_only
    assert key not in cookie.value


@pytest.mark.parametrize("value", ["", "x", "A" * 44, "\N{SNOWMAN}", "A" * 4000, "AAAA=AAA"])
def test_a_made_up_cookie_opens_nothing(visitor: Visitor, value: str) -> None:
    visitor.client.set_cookie("case", value)
    assert visitor.client.get("/en/case").headers["Location"] == "/en/sign-in"


# -- requests that come from elsewhere -----------------------------------------------------


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "nonsense"])
def test_a_form_from_another_site_is_refused(visitor: Visitor, site: str) -> None:
    visitor.get("/en/")
    answer = visitor.post("/en/start", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    visitor.look_at(answer)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil", "http://["]
)
def test_a_form_with_another_origin_is_refused(visitor: Visitor, origin: str) -> None:
    visitor.get("/en/")
    assert visitor.post("/en/start", headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}]
)
def test_our_own_form_is_accepted(visitor: Visitor, headers: dict[str, str]) -> None:
    visitor.get("/en/")
    assert visitor.post("/en/start", headers=headers).status_code == 303


def test_no_form_is_accepted_without_its_token(app: Flask, visitor: Visitor) -> None:
    visitor.start_case()
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or set()):
            path = address(app, rule)
            for data in ({}, {"csrf_token": ""}, {"csrf_token": "x.y.z"}):
                assert visitor.client.post(path, data=data).status_code == 400, path


def test_a_token_of_another_visit_is_refused(visitor: Visitor, app: Flask) -> None:
    stranger = Visitor(app.test_client())
    stranger.get("/en/")
    visitor.get("/en/")
    visitor.token = stranger.token
    assert visitor.post("/en/start").status_code == 400


def test_a_token_from_before_signing_in_is_worth_nothing_after_it(visitor: Visitor) -> None:
    visitor.get("/en/")
    before = visitor.token
    visitor.start_case()
    visitor.token = before
    assert visitor.post("/en/case/second-key").status_code == 400


# -- host names ----------------------------------------------------------------------------


def test_another_host_name_is_refused_on_a_page_that_does_not_repeat_it(visitor: Visitor) -> None:
    for path in ("/", "/en/", "/en/case", "/static/css/site.css", "/nothing"):
        answer = visitor.client.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 400
        assert "evil" not in f"{answer.text}{answer.headers}"
        visitor.look_at(answer)


def test_another_host_name_cannot_send_a_form(visitor: Visitor) -> None:
    visitor.get("/en/")
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    assert visitor.post("/en/start", headers=headers).status_code == 400


def test_forwarded_headers_are_believed_from_our_own_proxy_alone(visitor: Visitor) -> None:
    answer = visitor.client.get("/", headers={"X-Forwarded-Host": "evil.example", **PROXIED})
    assert answer.headers["Location"] == "/nl/"


def test_a_site_for_others_does_not_start_without_a_proxy(tmp_path: Path) -> None:
    settings = Settings(instance_dir=tmp_path, trusted_hosts=("klacht.example", "localhost"))
    with pytest.raises(SettingsError, match=r"klacht\.example.*HOGEROP_BEHIND_PROXY"):
        build_app(settings)


# -- what goes over the wire ---------------------------------------------------------------


def body(visitor: Visitor, path: str) -> tuple[bytes, int]:
    """The content of an answer, and how many bytes it took."""
    answer = visitor.client.get(path, headers=BROWSER, buffered=True)
    assert answer.status_code == 200, path
    encoding = answer.headers.get("Content-Encoding")
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    return brotli.decompress(answer.data) if encoding == "br" else answer.data, len(answer.data)


def test_a_first_visit_and_a_later_page_stay_small(visitor: Visitor) -> None:
    page, size = body(visitor, "/nl/")
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.decode()):
        content, path_size = body(visitor, path)
        size += path_size
        for font in re.findall(
            r'url\("?(?:\.\./)?([^")]+-latin-[47]00[^")]+woff2)', content.decode()
        ):
            size += body(visitor, f"/static/{font}")[1]
    assert 30_000 < size <= FIRST_VISIT
    assert body(visitor, "/nl/privacy")[1] <= LATER_PAGE


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", None), ("zstd", None)],
)
def test_text_is_compressed_as_the_browser_can_read_it(
    visitor: Visitor, accepted: str, encoding: str | None
) -> None:
    plain = visitor.client.get("/static/css/site.css", buffered=True).data
    headers = {"Accept-Encoding": accepted}
    answer = visitor.client.get("/static/css/site.css", headers=headers, buffered=True)
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    undo = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert undo(answer.data) == plain


def test_what_may_not_be_stored_is_not_compressed(visitor: Visitor) -> None:
    visitor.start_and_see_key()
    answer = visitor.client.get("/en/case/key", headers=BROWSER)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers


def test_no_page_repeats_a_part_of_its_address_or_of_a_header(visitor: Visitor) -> None:
    visitor.start_case()
    for path in ("/en/", "/en/sign-in", "/en/case/delete", "/en/case/second-key", "/en/nothing"):
        headers = {"User-Agent": "echo-me", "Referer": "http://localhost/echo-me", "X-A": "echo-me"}
        answer = visitor.client.get(f"{path}?visible=echo-me&q=echo-me", headers=headers)
        assert "echo-me" not in answer.text, path


def test_a_static_file_is_kept_for_good_only_under_the_address_of_its_content(
    visitor: Visitor,
) -> None:
    page = visitor.get("/en/")
    sheet = page.find("link", rel="stylesheet")["href"]
    kept = "public, max-age=31536000, immutable"
    for path, policy in (
        (sheet, kept),
        ("/static/css/site.css", "no-cache"),
        ("/static/css/site.css?v=other", "no-cache"),
        ("/static/vendor/htmx-4.0.1/htmx.min.js", kept),
    ):
        answer = visitor.client.get(path, buffered=True)
        assert answer.headers["Cache-Control"] == policy, path
        again = visitor.client.get(
            path, headers={"If-None-Match": answer.headers["ETag"]}, buffered=True
        )
        assert again.status_code == 304


def test_a_compressed_file_is_recognised_when_asked_for_again(visitor: Visitor) -> None:
    answer = visitor.client.get("/static/css/site.css", headers=BROWSER, buffered=True)
    assert answer.headers["ETag"].startswith("W/")
    headers = {**BROWSER, "If-None-Match": answer.headers["ETag"]}
    again = visitor.client.get("/static/css/site.css", headers=headers, buffered=True)
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["../portal/config.py", "%2e%2e/wsgi.py", "nothing.css", ""])
def test_nothing_outside_the_static_folder_is_served(visitor: Visitor, path: str) -> None:
    assert visitor.client.get(f"/static/{path}").status_code == 404
