"""Mistakes in a knowledge file are refused with the file, the key and the reason."""

import re
from pathlib import Path

import msgspec
import pytest

from portal.domain.codes import Topic
from portal.domain.topics import QuestionKind
from portal.knowledge.checks import PackError
from portal.knowledge.loader import (
    load_packs,
    load_topics,
    read_imitations,
    read_pack,
    read_topic,
)
from portal.knowledge.topic_checks import differing_faults

PACK = """
id = "xx-test"
country = "XX"
name = { en = "Test", nl = "Proef" }
short_name = "T"
verified_on = 2026-11-22
review_after_days = 180
document = "report"

[[terms]]
kind = "answer"
period = { number = 8, unit = "weeks" }
starts = "complaint_sent"
sources = ["law"]
confidence = "high"

[[ways]]
kind = "website"
value = "https://example.org/"
sources = ["law"]
confidence = "high"

[[handles]]
id = "all"
text = { en = "All.", nl = "Alles." }
sources = ["law"]
confidence = "high"

[[laws]]
id = "duty"
topics = ["bonus"]
article = "art. 1"
text = { en = "You get it.", nl = "U krijgt het." }
duty = { en = "It gives.", nl = "Het geeft." }
sources = ["law"]
confidence = "high"

[[licences]]
pattern = 'T-\\d{3}'
example = "T-123"
sources = ["law"]
confidence = "high"

[[sources]]
id = "law"
title = "The law"
url = "https://example.org/law"
date = "2020"
"""

TERM = 'starts = "complaint_sent"\nsources = ["law"]\nconfidence = "high"'
TWICE = """[[warnings]]
id = "all"
text = { en = "A", nl = "B" }
sources = ["law"]
confidence = "high"
"""

# name: what is written instead of what, the key that the error names, words of its reason
MISTAKES = {
    "duty without article": ('article = "art. 1"', "", "$.laws[0].article", "missing for a duty"),
    "duty about anything": ('topics = ["bonus"]', "", "$.laws[0].topics", "missing for a duty"),
    "duty in one language": ('"Het geeft."', '" "', "$.laws[0].duty.nl", "is empty"),
    "unknown key": ('short_name = "T"', 'short_name = "T"\nfoo = 1', "$", "unknown field `foo`"),
    "no unit": (', unit = "weeks"', "", "$.terms[0].period", "required field `unit`"),
    "wrong unit": ('"weeks"', '"fortnights"', "$.terms[0].period.unit", "fortnights"),
    "counted from elsewhere": (
        'starts = "complaint_sent"',
        'starts = "incident"',
        "$.terms[0].starts",
        "is incident, but answer is counted from complaint_sent or first_contact",
    ),
    "no sources": (TERM, 'starts = "incident"', "$.terms[0]", "required field `sources`"),
    "empty sources": (TERM, TERM.replace('"law"', ""), "$.terms[0].sources", "length"),
    "unknown source": (TERM, TERM.replace("law", "lore"), "$.terms[0].sources", "lore is not"),
    "hidden": (TERM, f'{TERM}\ndisplay = "hidden"', "$.terms[0].display", "hidden values"),
    "background": (
        TERM,
        TERM.replace("high", "background"),
        "$.terms[0].confidence",
        "background knowledge",
    ),
    "no such body": (
        TERM,
        f'{TERM}\ndispute_body = "x"',
        "$.terms[0].dispute_body",
        "x is not in the list of dispute bodies",
    ),
    "source twice": (
        "[[sources]]",
        '[[sources]]\nid = "law"\ntitle = "x"\ndate = "2020"\n[[sources]]',
        "$.sources[1].id",
        "law is there twice",
    ),
    "source date": ('date = "2020"', 'date = "last year"', "$.sources[0].date", "last year"),
    "http source": ("https://example.org/law", "http://example.org", "$.sources[0].url", "regex"),
    "http way": ('"https://example.org/"', '"http://example.org"', "$.ways[0].value", "https://"),
    "bad e-mail": ('kind = "website"', 'kind = "email"', "$.ways[0].value", "e-mail address"),
    "one language": (', nl = "Alles."', "", "$.handles[0].text", "required field `nl`"),
    "blank language": ('"Alles."', '" "', "$.handles[0].text.nl", "is empty"),
    "same statement twice": (
        "[[licences]]",
        f"{TWICE}[[licences]]",
        "$.warnings[0].id",
        "all is there twice",
    ),
    "wrong id": ('id = "xx-test"', 'id = "xx-other"', "$.id", "xx-other"),
    "wrong country": ('country = "XX"', 'country = "YY"', "$.country", "YY"),
    "hash written": ('short_name = "T"', 'short_name = "T"\nhash = "0"', "$.hash", "counted"),
    "endless pattern": (r"T-\d{3}", r"T-\d+", "$.licences[0].pattern", "upper bound"),
    "open pattern": (r"T-\d{3}", r"T-\d{3,}", "$.licences[0].pattern", "upper bound"),
    "broken pattern": (r"T-\d{3}", r"T-(\d{3}", "$.licences[0].pattern", "regular expression"),
    "wrong example": ('"T-123"', '"T-12"', "$.licences[0].pattern", "T-12"),
    "not TOML": ('id = "xx-test"', "id = ", "$", "line"),
}


def write(folder: Path, text: str, name: str = "xx-test.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_pack_of_these_tests_is_right(tmp_path):
    assert read_pack(write(tmp_path, PACK)).id == "xx-test"


@pytest.mark.parametrize(("old", "new", "key", "reason"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_names_file_key_and_reason(tmp_path, old, new, key, reason):
    assert old in PACK
    path = write(tmp_path, PACK.replace(old, new, 1))
    with pytest.raises(PackError, match=re.escape(reason)) as caught:
        read_pack(path)
    assert (caught.value.file, caught.value.key) == ("xx-test.toml", key)
    assert reason in caught.value.reason


def test_text_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "xx-test.toml"
    path.write_bytes(b'id = "\xff"')
    with pytest.raises(PackError, match="utf-8"):
        read_pack(path)


def test_the_same_bytes_give_the_same_hash_and_others_another(tmp_path):
    first = read_pack(write(tmp_path, PACK)).hash
    assert read_pack(write(tmp_path, PACK)).hash == first
    assert read_pack(write(tmp_path, f"{PACK}\n# a remark\n")).hash != first


def test_a_host_adds_a_pack(tmp_path):
    write(tmp_path, PACK)
    assert set(load_packs(tmp_path)) == {*load_packs(), "xx-test"}


def test_a_host_replaces_a_pack_of_ours(tmp_path):
    own = PACK.replace('"xx-test"', '"mt-mga"').replace('country = "XX"', 'country = "MT"')
    write(tmp_path, own, "mt-mga.toml")
    assert load_packs(tmp_path)["mt-mga"].short_name == "T"
    assert load_packs()["mt-mga"].short_name == "MGA"


def test_a_host_without_a_folder_gets_ours(tmp_path):
    assert load_packs(tmp_path / "none") == load_packs()


def test_changing_the_answer_does_not_change_the_next_one():
    load_packs().clear()
    load_topics().clear()
    assert load_packs()
    assert set(load_topics()) == set(Topic)


TOPIC = """
topic = "bonus"
title = { en = "A", nl = "B" }
outlook = { en = "A", nl = "B" }
also = ["kifid"]

[[evidence]]
id = "terms"
name = { en = "Terms", nl = "Regels" }
text = { en = "The terms.", nl = "De regels." }
request = { en = "the terms", nl = "de regels" }

[[questions]]
id = "code"
kind = "number"
ask = { en = "Which code?", nl = "Welke code?" }
name = { en = "Code", nl = "Code" }

[[questions]]
id = "rounds"
kind = "rows"
ask = { en = "Which rounds?", nl = "Welke rondes?" }
name = { en = "Rounds", nl = "Rondes" }
event = { en = "Round", nl = "Ronde" }
columns = [
  { id = "played", kind = "moment", name = { en = "When", nl = "Wanneer" } },
]
"""
_ASK = 'ask = { en = "Which code?", nl = "Welke code?" }'
_COLUMN = '{ id = "played", kind = "moment", name = { en = "When", nl = "Wanneer" } },'


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"bonus"', '"minors"', "$.topic"),
        ('"bonus"', '"chess"', "$.topic"),
        ('"kifid"', '"nobody"', "$.also[0]"),
        ('"The terms."', '" "', "$.evidence[0].text.en"),
        ('nl = "de regels"', 'nl = " "', "$.evidence[0].request.nl"),
        ('name = { en = "Terms", nl = "Regels" }', "", "$.evidence[0]"),
        ('nl = "Welke code?"', 'nl = ""', "$.questions[0].ask.nl"),
        (', nl = "Welke code?"', "", "$.questions[0].ask"),
        (_ASK, "", "$.questions[0].ask"),
        ('"number"', '"colour"', "$.questions[0].kind"),
        ('"number"', '"rows"', "$.questions[0].columns"),
        ('kind = "rows"', 'kind = "line"', "$.questions[1].columns"),
        ('id = "rounds"', 'id = "code"', "$.questions[1].id"),
        ('id = "rounds"', 'id = "The rounds"', "$.questions[1].id"),
        (_COLUMN, f"{_COLUMN} {_COLUMN}", "$.questions[1].columns[1].id"),
        ('"moment"', '"words"', "$.questions[1].columns[0].kind"),
        ('"Wanneer"', '" "', "$.questions[1].columns[0].name.nl"),
        ('"Ronde"', '" "', "$.questions[1].event.nl"),
        ('event = { en = "Round", nl = "Ronde" }', "", "$.questions[1].event"),
        (_ASK, f'{_ASK}\nevent = {{ en = "Code", nl = "Code" }}', "$.questions[0].event"),
    ],
)
def test_a_mistake_in_a_topic_names_the_key(tmp_path, old, new, key):
    assert read_topic(write(tmp_path, TOPIC, "bonus.toml")).topic is Topic.BONUS
    with pytest.raises(PackError) as caught:
        read_topic(write(tmp_path, TOPIC.replace(old, new), "bonus.toml"))
    assert (caught.value.file, caught.value.key) == ("bonus.toml", key)


def test_the_same_name_means_the_same_question_in_every_topic(tmp_path):
    guide = read_topic(write(tmp_path, TOPIC, "bonus.toml"))
    first, *others = guide.questions
    changed = msgspec.structs.replace(first, kind=QuestionKind.LINE)
    other = msgspec.structs.replace(guide, topic=Topic.OTHER, questions=(changed, *others))
    assert list(differing_faults([guide, guide])) == []
    (fault,) = differing_faults([guide, other])
    assert (fault.file, fault.reason) == ("other.toml", "code differs in another topic")
    lonely = msgspec.structs.replace(others[0], with_it=("nobody",))
    (fault,) = differing_faults([msgspec.structs.replace(guide, questions=(first, lonely))])
    assert (fault.key, fault.reason) == ("rounds", "nobody is not a question that we ask")


IMITATION = """
[[imitations]]
id = "one"
host = "cert.example"
text = { en = "A", nl = "B" }
sources = ["seen"]
confidence = "medium"
[[sources]]
id = "seen"
title = "Seen"
date = "undated"
"""


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('host = "cert.example"', "", "$.imitations[0]"),
        ('host = "cert.example"', 'host = "a.b"\npattern = "c"', "$.imitations[0]"),
        ('host = "cert.example"', 'pattern = "c+"', "$.imitations[0].pattern"),
        ('"medium"', '"background"', "$.imitations[0].confidence"),
        ('["seen"]', '["heard"]', "$.imitations[0].sources"),
    ],
)
def test_a_mistake_in_an_imitation_names_the_key(tmp_path, old, new, key):
    assert len(read_imitations(write(tmp_path, IMITATION))) == 1
    with pytest.raises(PackError) as caught:
        read_imitations(write(tmp_path, IMITATION.replace(old, new)))
    assert caught.value.key == key
