"""What is said of an example: the same days and numbers in both languages, on screen and paper."""

import re
from collections import Counter
from datetime import date

import pytest

from portal.domain.finding import Finding, Readiness
from portal.i18n import LANGUAGES, format_day, use_language
from portal.services import gate
from portal.wording import (
    Names,
    Voice,
    arithmetic_lines,
    finding_sentence,
    is_for_paper,
    names_of,
)
from portal.wording.names import recipient_name
from tests.domain.cases import PACKS
from tests.gate.examples import Example, case_of, recipient_of
from tests.gate.test_examples import EXAMPLES, asked

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
# in a date the name of the month; in an amount the language's own points and commas
DAY = {
    language: re.compile(rf"(\d{{1,2}}) ({'|'.join(names.split())}) (\d{{4}})")
    for language, names in MONTHS.items()
}
NUMBER = re.compile(r"\d[\d.,]*")


def days_in(text: str, language: str) -> Counter[date]:
    months = MONTHS[language].split()
    return Counter(
        date(int(year), months.index(month) + 1, int(day))
        for day, month, year in DAY[language].findall(text)
    )


def numbers_in(text: str, language: str) -> Counter[str]:
    """The numbers outside dates, without the points and commas that languages write apart."""
    rest = DAY[language].sub("", text)
    return Counter(re.sub(r"[.,]", "", one) for one in NUMBER.findall(rest))


def said(finding: Finding, names: Names, voice: Voice) -> str:
    return " ".join(
        (finding_sentence(finding, names, voice), *arithmetic_lines(finding, names, voice))
    )


def explained(example: Example, authority: str, readiness: Readiness, language: str) -> list[str]:
    """Every finding with its sum, on screen and where it may be read also on paper."""
    case, recipient = case_of(example.case, authority), recipient_of(example, authority)
    pack = gate.pack_for(case, recipient, PACKS)
    with use_language(language):
        names = names_of(case, pack)
        assert recipient_name(recipient, pack, case)
        screen = [said(one, names, "screen") for one in readiness.findings]
        paper = [said(one, names, "paper") for one in readiness.findings if is_for_paper(one)]
    return [*screen, *paper]


@pytest.mark.parametrize(("authority", "example"), EXAMPLES)
def test_days_and_numbers_agree_between_the_languages(
    authority: str, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    readiness = asked(example, authority, monkeypatch)
    dutch, english = (explained(example, authority, readiness, one) for one in LANGUAGES)
    for in_dutch, in_english in zip(dutch, english, strict=True):
        assert in_dutch != in_english
        assert days_in(in_dutch, "nl") == days_in(in_english, "en")
        assert numbers_in(in_dutch, "nl") == numbers_in(in_english, "en")


@pytest.mark.parametrize(("authority", "example"), EXAMPLES)
def test_the_days_that_were_counted_by_hand_are_said(
    authority: str, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    readiness = asked(example, authority, monkeypatch)
    expected = {one for one in (example.opens, example.last, example.latest) if one}
    for language in LANGUAGES:
        told = " ".join(explained(example, authority, readiness, language))
        assert expected <= set(days_in(told, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_found_again_in_its_sentence(language: str) -> None:
    with use_language(language):
        told = " ".join(format_day(date(2026, month, 5)) for month in range(1, 13))
    assert set(days_in(told, language)) == {date(2026, month, 5) for month in range(1, 13)}
    assert not numbers_in(told, language)
