"""A visitor of the site for tests: every page that he gets is checked."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_KEY = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
_NEEDS_LABEL = ("input", "select", "textarea")


class Visitor:
    """One browser. `get` and `page` check the page; `post` sends the form token along."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, path: str, **kwargs: Any) -> BeautifulSoup:
        """A page that must be there, checked, as a tree."""
        response = self.client.get(path, **kwargs)
        assert response.status_code == 200, (path, response.status)
        return self.look_at(response)

    def look_at(self, response: TestResponse) -> BeautifulSoup:
        """The page of any answer, checked (not its status)."""
        tree = BeautifulSoup(response.text, "html.parser")
        faults = page_faults(tree, response)
        assert faults == [], (response.request.path, faults)
        token = tree.find("input", attrs={"name": "csrf_token"})
        if isinstance(token, Tag):
            self.token = str(token["value"])
        return tree

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Sends a form with the token of the last page that had one."""
        return self.client.post(path, data={"csrf_token": self.token, **(data or {})}, **kwargs)

    def start_case(self) -> str:
        """Starts a case and keeps its key; the key."""
        key = self.start_and_see_key()
        assert self.post("/en/case/key").status_code == 303
        return key

    def start_and_see_key(self) -> str:
        """Starts a case and looks at its key, without saying that it is kept."""
        self.get("/en/")
        assert self.post("/en/start").status_code == 303
        return shown_key(self.get("/en/case/key"))

    def sign_in(self, key: str) -> TestResponse:
        self.get("/en/sign-in")
        return self.post("/en/sign-in", {"key": key})

    def has_case(self) -> bool:
        return self.client.get("/en/case/key").status_code == 200


def shown_key(tree: BeautifulSoup) -> str:
    """The case key on a key page."""
    shown = tree.find(id="case-key")
    assert isinstance(shown, Tag)
    text = shown.get_text()
    assert _KEY.fullmatch(text), "no key is shown"
    return text


def page_faults(tree: BeautifulSoup, response: TestResponse) -> list[str]:
    """What a page of the site may not lack or contain."""
    return [
        *_frame_faults(tree, response),
        *_form_faults(tree),
        *_reference_faults(tree),
        *_policy_faults(tree, response),
    ]


def _frame_faults(tree: BeautifulSoup, response: TestResponse) -> list[str]:
    faults = []
    if len(tree.find_all("h1")) != 1:
        faults.append("not exactly one h1")
    if tree.title is None or not tree.title.get_text(strip=True).strip("– "):
        faults.append("no title")
    language = tree.html["lang"] if isinstance(tree.html, Tag) else ""
    asked = response.request.path.split("/")[1]
    if language not in {"nl", "en"} or (asked in {"nl", "en"} and asked != language):
        faults.append(f"language {language!r}")
    return faults


def _form_faults(tree: BeautifulSoup) -> list[str]:
    faults = []
    labelled = {label.get("for") for label in tree.find_all("label")}
    for field in tree.find_all(_NEEDS_LABEL):
        is_hidden = field.get("type") == "hidden"
        if not is_hidden and field.get("id") not in labelled and not field.get("aria-label"):
            faults.append(f"no label: {field.get('name')}")
    for form in tree.find_all("form"):
        is_post = str(form.get("method", "get")).lower() == "post"
        if is_post and not form.find("input", attrs={"name": "csrf_token"}):
            faults.append(f"no token in the form for {form.get('action')}")
    pressed = tree.find_all(["button", "a"])
    silent = [one for one in pressed if not one.get_text(strip=True) and not one.get("aria-label")]
    return faults + [f"nothing to read on {one}" for one in silent]


def _reference_faults(tree: BeautifulSoup) -> list[str]:
    ids = [str(one["id"]) for one in tree.find_all(id=True)]
    faults = [f"twice the same id: {one}" for one in set(ids) if ids.count(one) > 1]
    for attribute in ("for", "aria-describedby", "aria-labelledby", "form"):
        for element in tree.find_all(attrs={attribute: True}):
            value = element[attribute]
            names = value if isinstance(value, list) else str(value).split()
            lost = set(names) - set(ids)
            faults += [f"{attribute}={name} leads nowhere" for name in lost]
    links = [str(link["href"]) for link in tree.find_all("a", href=re.compile("^#."))]
    return faults + [f"{link} leads nowhere" for link in links if link[1:] not in ids]


def _policy_faults(tree: BeautifulSoup, response: TestResponse) -> list[str]:
    faults = []
    policy = response.headers.get("Content-Security-Policy", "")
    nonce = re.search(r"script-src 'nonce-([\w-]{20,})';", policy)
    if not nonce or "unsafe" in policy:
        faults.append("no strict policy")
    for script in tree.find_all("script"):
        is_known = script.get("src") and nonce and script.get("nonce") == nonce[1]
        faults += [] if is_known else ["a script of the page itself, or without the nonce"]
    if tree.find("style") or tree.find(attrs={"style": True}):
        faults.append("inline style")
    for element in tree.find_all(True):
        faults += [f"inline script: {name}" for name in element.attrs if name.startswith("on")]
    if not re.search("no-store|no-cache", response.headers.get("Cache-Control", "")):
        faults.append("the browser may keep this page")
    return faults
