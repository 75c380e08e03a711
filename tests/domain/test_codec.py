"""Reading and writing the case file."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from portal.domain.codec import MAX_BYTES, case_schema, read_case, write_case
from portal.domain.codes import RecipientKind
from portal.domain.errors import BadCaseFile, DomainError
from portal.domain.recipient import CASINO, DISPUTE, Recipient, parse_recipient
from tests.domain.cases import decided

Document = dict[str, Any]


def document() -> Document:
    found: Document = json.loads(write_case(decided("mt-mga")))
    return found


def put(*path: str | int, value: object) -> Callable[[Document], None]:
    """A change of one value of the document."""

    def change(found: Any) -> None:
        for key in path[:-1]:
            found = found[key]
        found[path[-1]] = value

    return change


BAD = [
    ("$.schema", put("schema", value=2)),
    ("$.reference", put("reference", value="ho 1")),
    ("$.language", put("language", value="Dutch")),
    ("$.topic", put("topic", value="money")),
    ("$.topic_words", put("topic_words", value="x" * 5001)),
    ("$.casino.brand", put("casino", "brand", value="x" * 201)),
    (
        "$.casino.answer_time.number",
        put("casino", "answer_time", value={"number": 0, "unit": "weeks"}),
    ),
    (
        "$.casino.answer_time.unit",
        put("casino", "answer_time", value={"number": 1, "unit": "eons"}),
    ),
    ("$.facts", put("facts", value=[{"id": f"f{n}"} for n in range(251)])),
    ("$.facts[0].id", put("facts", 0, "id", value="F-1")),
    ("$.facts[0].moment", put("facts", 0, "moment", "date", value="2026-02-30")),
    ("$.facts[0].moment.date", put("facts", 0, "moment", "date", value="14-09-2026")),
    ("$.facts[0].moment.time", put("facts", 0, "moment", "time", value="24:00")),
    ("$.facts[0].amount.amount", put("facts", 0, "amount", "amount", value="1,00")),
    ("$.facts[0].amount.amount", put("facts", 0, "amount", "amount", value=1250.0)),
    ("$.facts[0].amount.amount", put("facts", 0, "amount", "amount", value="-1.00")),
    ("$.facts[0].amount.currency", put("facts", 0, "amount", "currency", value="euro")),
    ("$.contacts[1].step", put("contacts", 1, "step", value="boss")),
    ("$.contacts[1].channel", put("contacts", 1, "channel", value="fax")),
    ("$.contacts[1].outcome", put("contacts", 1, "outcome", value="lost")),
    ("$.contacts[1].asked_for[0]", put("contacts", 1, "asked_for", value=["tea"])),
    ("$.remedy.kinds[0]", put("remedy", "kinds", value=["revenge"])),
    ("$.exhibits[0].kind", put("exhibits", 0, "kind", value="video")),
    ("$.player", put("player", "date_of_birth", value="1990-02-31")),
    ("$.player.country", put("player", "country", value="Nederland")),
    ("$.dispatches[0]", put("dispatches", 0, "sent_on", value="2026-09-31")),
    ("$.dispatches[0].recipient", put("dispatches", 0, "recipient", value="casion")),
    ("$.dispatches[0].recipient", put("dispatches", 0, "recipient", value="authority")),
    ("$.dispatches[0].channel", put("dispatches", 0, "channel", value=None)),
    ("$.dispatches[0].answer", put("dispatches", 0, "answer", "received_on", value="2026-09-31")),
    ("$.dispatches[0].answer.kind", put("dispatches", 0, "answer", "kind", value="maybe")),
    ("$.player", put("player", "unheard_of", value=1)),
    ("$", put("facts", 0, "exhibits", value=["e9"])),
    ("$", put("contacts", 1, "id", value="c1")),
]


@pytest.mark.parametrize(
    ("field", "spoil"), BAD, ids=[f"{n} {one[0]}" for n, one in enumerate(BAD)]
)
def test_a_bad_value_is_named_by_its_field(field: str, spoil: Callable[[Document], None]) -> None:
    bad = document()
    spoil(bad)
    with pytest.raises(BadCaseFile) as error:
        read_case(json.dumps(bad).encode())
    assert error.value.field == field
    assert error.value.problem
    assert str(error.value) == f"{field}: {error.value.problem}"
    assert error.value.code == "bad_case_file"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"topic_words": "\xff"}',
        b'{"topic_words": "\\ud800"}',
        b"[" * 100_000,
        b'{"x": ' + b"[" * 100_000,
        b" " * (MAX_BYTES + 1),
    ],
)
def test_what_is_no_case_file_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(BadCaseFile) as error:
        read_case(data)
    assert error.value.field == "$"


def test_an_empty_case_is_a_case() -> None:
    assert write_case(read_case(b"{}")) == write_case(read_case(write_case(read_case(b"{}"))))


def test_equal_cases_are_written_alike_whatever_the_order_of_their_names() -> None:
    turned = dict(reversed(document().items()))
    assert write_case(read_case(json.dumps(turned).encode())) == write_case(decided("mt-mga"))


def test_the_file_is_text_for_people() -> None:
    text = write_case(decided("mt-mga")).decode()
    assert '"brand": "Zilverster"' in text
    assert len(text.splitlines()) > 50


def test_the_schema_names_every_part_of_a_case() -> None:
    schema = case_schema()
    assert set(schema["$defs"]["Case"]["properties"]) == set(document())


@pytest.mark.parametrize("text", ["casino", "dispute", "authority:mt-mga", "report:nl-ksa"])
def test_a_recipient_is_read_as_it_is_written(text: str) -> None:
    assert parse_recipient(text).code == text


def test_recipients_have_short_names() -> None:
    assert (parse_recipient("casino"), parse_recipient("dispute")) == (CASINO, DISPUTE)
    assert parse_recipient("report:nl-ksa") == Recipient(RecipientKind.REPORT, "nl-ksa")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "casinos",
        "Casino",
        "casino:",
        "casino:mt-mga",
        "authority",
        "authority:",
        "report:",
        ":x",
    ],
)
def test_anything_else_is_no_recipient(text: str) -> None:
    with pytest.raises(DomainError) as error:
        parse_recipient(text)
    assert error.value.code == "unknown_recipient"
    assert error.value.values == {"recipient": text}
