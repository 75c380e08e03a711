"""Walks a whole case by its links and fills in every form that it meets, with a mark everywhere."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from portal.i18n import format_day
from portal.web.clock import today
from tests.web.visitor import Visitor

# Where the walk does not go: these end it, print, or need a certain reply (all have own tests).
_NOT_WALKED = re.compile(
    r"/(key|second-key|delete|close|offer|sign-out|exit|preview|packet|calendar|download|remove)\b"
    r"|/(look|original)\b"
)
_TIMES = 2  # a page for each fact, contact …: two of a kind are enough
# What a field wants that takes no free text; the mark stays in the draft of the first try.
_MEANT = {
    "amount": "1250,00",
    "answered_on": "1 October 2026",
    "answer_number": "8",
    "complaints_email": "{mark}@example.org",
    "date": "1 September 2026",
    "day": "1 September 2026",
    "date_of_birth": "1 May 1980",
    "bottom": "90",
    "left": "10",
    "pages": "2, 1",
    "right": "90",
    "top": "10",
    "email": "{mark}@example.org",
    "confirmed_on": "3 September 2026",
    "delivered_on": "2 September 2026",
    "reply_by": "1 December 2026",
    "received_on": "1 October 2026",
    "remind_on": format_day(today() + timedelta(days=1)),
    "sent_on": "1 September 2026",
    "time": "21:40",
    "until": "1 December 2026",
}
# Text of a fixed shape, in which the mark has its place.
_SHAPED = {
    "rows": "12-07-2026; deposit; 50.00; {mark}",
    "text": "[14:02] {mark}: {mark} words",
}


class Walker:
    """`filled` counts the fields that took the mark, by page; `seen` are the pages."""

    def __init__(self, visitor: Visitor, mark: str) -> None:
        self.visitor = visitor
        self.mark = mark
        self.filled: Counter[str] = Counter()
        self.seen: set[str] = set()
        self._kinds: Counter[str] = Counter()

    @staticmethod
    def goes_to(path: str) -> bool:
        """Whether an address (or a route's pattern) is one to walk to."""
        return not _NOT_WALKED.search(path)

    def walk(self, start: str) -> None:
        """Opens `start` and every page of the case that can be reached from it.

        An answer brings new links to pages that were open before, so these are looked at again.
        """
        waiting = {start: start}
        while waiting:
            for path, source in waiting.items():
                if self._is_new(path) and self._is_there(path, source):
                    self.seen.add(path)
                    self._kinds[_kind(path)] += 1
                    self._open(path)
            waiting = {path: source for path, source in self._links_now() if self._is_new(path)}

    def _is_new(self, path: str) -> bool:
        is_enough = path in self.seen or self._kinds[_kind(path)] >= _TIMES
        return self.goes_to(path) and not is_enough

    def _is_there(self, path: str, source: str) -> bool:
        """Whether a page is there. It may be gone only if its link is gone as well."""
        is_there = self.visitor.client.get(path).status_code != 404
        assert is_there or path not in _links(self.visitor.get(source)), (source, path)
        return is_there

    def _links_now(self) -> Iterator[tuple[str, str]]:
        """Each link and its page, of the pages seen before that are still there."""
        for source in sorted(self.seen):
            if self.visitor.client.get(source).status_code != 404:
                yield from ((path, source) for path in _links(self.visitor.get(source)))

    def _open(self, path: str) -> None:
        page = self.visitor.get(path)
        for form in page.find_all("form", method="post"):
            action = str(form.get("action") or path)
            if self.goes_to(action):
                self._send(action, form)

    def _send(self, action: str, form: Tag) -> None:
        """Sends the form full of marks; what it refuses is put right and sent again."""
        values = dict(_values(form, self.mark))
        answer = self.visitor.post(action, values)
        if answer.status_code == 422:
            refused = self.visitor.look_at(answer)
            values |= self._put_right(refused)
            answer = self.visitor.post(action, values)
        if answer.status_code == 200:  # first shown, then added
            add = self.visitor.look_at(answer).find("button", attrs={"name": "add"})
            assert isinstance(add, Tag), (action, _errors(answer.text))
            answer = self.visitor.post(action, {**_as_shown(add), "add": add["value"]})
        assert answer.status_code == 303, (action, _errors(answer.text))
        self.filled[action] += sum(self.mark in str(value) for value in values.values())

    def _put_right(self, page: BeautifulSoup) -> dict[str, object]:
        right: dict[str, object] = {}
        for field in page.find_all(["input", "textarea"], attrs={"aria-invalid": "true"}):
            name = str(field["name"])
            meant = _MEANT.get(name) or _MEANT.get(name.rpartition("-")[2])  # "q-stake-amount"
            assert meant, f"what does {name} want? {_errors(str(page))}"
            right[name] = meant.format(mark=self.mark)
        for box in page.select(".bad input[type=checkbox]"):
            right.setdefault(str(box["name"]), box["value"])
        return right


def _kind(path: str) -> str:
    """The address without the number of the fact, contact …"""
    return re.sub(r"/[a-z]\d+\b", "/*", path)


def _links(page: BeautifulSoup) -> Iterator[str]:
    for link in page.find_all("a", href=re.compile("^/en/case")):
        yield urlsplit(str(link["href"])).path


def _values(form: Tag, mark: str) -> Iterator[tuple[str, object]]:
    """A value for each field: the mark in text, the first choice, what is hidden as it is."""
    chosen = set()
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = str(field.get("name")), str(field.get("type", "text"))
        if name == "csrf_token":
            continue
        if kind == "radio":
            if name not in chosen:
                chosen.add(name)
                yield name, field.get("value")
        elif kind != "checkbox" and not str(field.get("accept")).startswith(".txt"):
            yield name, _value(field, name, kind, mark)
    if pressed := form.find("button", attrs={"name": "do"}):
        yield "do", pressed["value"]


def _value(field: Tag, name: str, kind: str, mark: str) -> object:
    if name in _SHAPED:
        return _SHAPED[name].format(mark=mark)
    if kind == "hidden":
        return field.get("value", "")
    if kind == "file" and "mbox" in str(field.get("accept")):
        return io.BytesIO(_mail(mark)), f"{mark}.eml"
    if kind == "file" and "csv" in str(field.get("accept")):
        return io.BytesIO(_SHAPED["rows"].format(mark=mark).encode()), f"{mark}.csv"
    if kind == "file":
        return io.BytesIO(two_pages(mark)), f"{mark}.pdf"
    if field.name == "select":
        return field.find("option")["value"]
    return f"{mark} {name}"


def _mail(mark: str) -> bytes:
    """An e-mail with the mark in its header, its words and the name of what it encloses."""
    message = EmailMessage()
    message["From"] = f"{mark} <{mark}@casino.example>"
    message["To"] = f"{mark}@example.org"
    message["Subject"] = f"{mark} subject"
    message["Date"] = "Thu, 1 Oct 2026 10:00:00 +0200"
    message["Message-ID"] = f"<{mark}@casino.example>"
    message.set_content(f"{mark} words\n" * 3)
    message.add_attachment(mark.encode(), maintype="text", subtype="x", filename=f"{mark}.x")
    return message.as_bytes()


def _as_shown(button: Tag) -> dict[str, object]:
    """What the form of a button would send as it stands on the page."""
    form = button.find_parent("form")
    assert isinstance(form, Tag)
    hidden = {str(one["name"]): one.get("value", "") for one in form.select("input[type=hidden]")}
    return {**hidden, **{str(one["name"]): one.get_text() for one in form.find_all("textarea")}}


def two_pages(mark: str) -> bytes:
    """A small PDF, with the mark on both pages. Its table of places is left to the reader."""
    text = f"BT /F 12 Tf 20 100 Td ({mark}) Tj ET".encode()
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 5 0 R"
    page += b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        page,
        page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
    ]
    objects = [b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(bodies, 1)]
    return b"%PDF-1.4\n" + b"".join(objects) + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"


def _errors(html: str) -> list[str]:
    tree = BeautifulSoup(html, "html.parser")
    return [error.get_text(strip=True) for error in tree.find_all(class_="error")]
