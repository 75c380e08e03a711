"""The pages before a case."""

import pytest

from portal.knowledge.loader import load_packs
from tests.web.visitor import Visitor

PAGES = ("/", "/privacy", "/help", "/sign-in", "/signed-out", "/deleted")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_before_a_case_is_whole_in_both_languages(
    visitor: Visitor, language: str, path: str
) -> None:
    visitor.get(f"/{language}{path}")


@pytest.mark.parametrize("pack_id", load_packs())
def test_what_we_know_of_an_authority_is_shown_in_both_languages(
    visitor: Visitor, pack_id: str
) -> None:
    for language in ("nl", "en"):
        visitor.get(f"/{language}/authorities/{pack_id}")


@pytest.mark.parametrize(
    ("wish", "home"), [("en-GB,nl;q=0.5", "/en/"), ("fr", "/nl/"), ("", "/nl/")]
)
def test_the_root_leads_to_the_language_of_the_browser(
    visitor: Visitor, wish: str, home: str
) -> None:
    answer = visitor.client.get("/", headers={"Accept-Language": wish})
    assert (answer.status_code, answer.headers["Location"]) == (303, home)
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("path", PAGES)
def test_the_language_link_leads_to_the_same_page(visitor: Visitor, path: str) -> None:
    link = visitor.get(f"/nl{path}").find("a", hreflang="en")
    assert link is not None
    assert link["href"] == f"/en{path}"


def test_the_home_page_offers_to_start_and_to_continue(visitor: Visitor) -> None:
    page = visitor.get("/en/")
    assert page.find("form", action="/en/start")
    assert page.find("a", href="/en/sign-in")


def test_the_home_page_of_a_signed_in_player_leads_to_the_case(visitor: Visitor) -> None:
    visitor.start_case()
    page = visitor.get("/en/")
    assert page.find("a", href="/en/case", class_="btn")
    assert not page.find("form", action="/en/start")


def test_the_promise_names_the_time_that_the_host_set(make_app) -> None:  # type: ignore[no-untyped-def]
    visitor = Visitor(make_app(retention_months=7).test_client())
    assert "7 months" in visitor.get("/en/privacy").get_text()


def test_leaving_by_the_exit_ends_the_visit_and_shows_nothing_of_the_site(
    visitor: Visitor,
) -> None:
    visitor.start_case()
    answer = visitor.client.get("/en/exit")
    page = visitor.look_at(answer)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Hogerop" not in page.get_text()
    assert page.find("a") is None
    assert not visitor.has_case()


def test_the_host_can_choose_where_the_exit_ends(make_app) -> None:  # type: ignore[no-untyped-def]
    visitor = Visitor(make_app(exit_site="https://weather.example/").test_client())
    visitor.start_case()
    answer = visitor.client.get("/en/exit")
    assert (answer.status_code, answer.location) == (303, "https://weather.example/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not visitor.has_case()


def test_every_page_has_the_exit(visitor: Visitor) -> None:
    for path in PAGES:
        assert visitor.get(f"/en{path}").find("a", href="/en/exit")


def test_a_first_visit_sets_only_a_cookie_for_the_form_token(visitor: Visitor) -> None:
    visitor.get("/en/privacy")
    assert visitor.client.get_cookie("guest") is None
    visitor.get("/en/")
    assert visitor.client.get_cookie("guest") is not None
    assert visitor.client.get_cookie("case") is None
