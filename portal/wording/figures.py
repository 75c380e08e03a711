"""Figures in words: what a chart is about, what its groups are called, what the rest is."""

from datetime import date
from enum import StrEnum

from portal.domain.codes import Result, Step, Topic
from portal.domain.counting import NOT_KNOWN, AmountBand, AnswerBand, CountedCase
from portal.domain.disclosure import LEAST
from portal.domain.figures import Bar, Part, Question
from portal.domain.known import Known
from portal.domain.rules import is_nobody
from portal.i18n import current_language, format_day, gettext
from portal.wording.labels import label
from portal.wording.source import N_

_TITLES = {
    Question.RESULT: N_("How it ended"),
    Question.ANSWER: N_("How long the casino took to reply to the formal complaint"),
    Question.AMOUNT: N_("How much the player asked for"),
    Question.STEP: N_("The highest step that was taken"),
    Question.TOPIC: N_("Subject"),
    Question.AUTHORITY: N_("Regulator"),
    Question.CASINO: N_("Casino"),
    Question.QUARTER: N_("When the case was closed"),
}
_AMOUNTS = {
    AmountBand.NONE: N_("No amount"),
    AmountBand.BELOW_100: N_("Less than €100"),
    AmountBand.BELOW_500: N_("€100 to €500"),
    AmountBand.BELOW_2500: N_("€500 to €2,500"),
    AmountBand.BELOW_10000: N_("€2,500 to €10,000"),
    AmountBand.FROM_10000: N_("€10,000 or more"),
    AmountBand.OTHER_CURRENCY: N_("In another currency than the euro"),
}
_ANSWERS = {
    AnswerBand.NOT_SENT: N_("No formal complaint was sent"),
    AnswerBand.NO_ANSWER: N_("No reply"),
    AnswerBand.TWO_WEEKS: N_("2 weeks or less"),
    AnswerBand.FOUR_WEEKS: N_("2 to 4 weeks"),
    AnswerBand.EIGHT_WEEKS: N_("4 to 8 weeks"),
    AnswerBand.LONGER: N_("More than 8 weeks"),
    AnswerBand.NOT_DATED: N_("Day not known"),
}
_CODES: dict[Question, type[StrEnum]] = {
    Question.RESULT: Result,
    Question.STEP: Step,
    Question.TOPIC: Topic,
}


def question_title(question: Question) -> str:
    """What a chart is about."""
    return gettext(_TITLES[question])


def group_name(question: Question, value: str, known: Known) -> str:
    """The name of one group of a chart."""
    match question:
        case Question.AMOUNT:
            return gettext(_AMOUNTS[AmountBand(value)])
        case Question.ANSWER:
            return gettext(_ANSWERS[AnswerBand(value)])
        case Question.AUTHORITY:
            return authority_name(value, known)
        case Question.CASINO:
            return value or gettext("Website not known")
        case Question.QUARTER:
            return gettext("Quarter %(number)s", number=value)
        case _:
            return label(_CODES[question](value)) if value else gettext("Not filled in")


def bar_name(question: Question, bar: Bar, known: Known) -> str:
    """The name of a bar: that of its group, and for a casino its regulator too."""
    name = group_name(question, bar.value, known)
    if question is not Question.CASINO:
        return name
    return gettext(
        "%(casino)s (%(regulator)s)", casino=name, regulator=_short_name(bar.authority, known)
    )


def rest_name() -> str:
    """What the groups are called that cannot be shown apart."""
    return gettext("Everything else together")


def authority_name(authority: str, known: Known) -> str:
    """The regulator in full, by the id of its pack."""
    pack = known.packs.get(authority)
    if pack is None or is_nobody(authority) or authority == NOT_KNOWN:
        return _short_name(authority, known)
    return f"{pack.name.in_language(current_language())} ({pack.short_name})"


def _short_name(authority: str, known: Known) -> str:
    if authority == NOT_KNOWN:
        return gettext("Regulator not filled in")
    if is_nobody(authority) or authority not in known.packs:
        return gettext("No licence found")
    return known.packs[authority].short_name


def part_name(part: Part, known: Known) -> str:
    """Which cases these figures are about."""
    if part.topic is not None:
        return group_name(Question.TOPIC, part.topic, known)
    if part.casino is not None:
        bar = Bar(part.casino, 0, part.authority or NOT_KNOWN)
        return bar_name(Question.CASINO, bar, known)
    if part.authority is not None:
        return authority_name(part.authority, known)
    return gettext("All counted cases")


def counted_lines(counted: CountedCase, known: Known) -> list[tuple[str, str]]:
    """What would be counted of a case, value by value; the result is what the player chooses."""
    values = {
        Question.CASINO: counted.casino,
        Question.AUTHORITY: counted.authority,
        Question.TOPIC: counted.topic,
        Question.STEP: counted.step,
        Question.ANSWER: counted.answer,
        Question.AMOUNT: counted.amount,
    }
    lines = [(question_title(one), group_name(one, value, known)) for one, value in values.items()]
    week = gettext("Week %(week)s of %(year)s", week=int(counted.week[-2:]), year=counted.week[:4])
    return [
        *lines,
        (question_title(Question.RESULT), gettext("Your answer above")),
        (question_title(Question.QUARTER), week),
    ]


def how_counted(year: int, first_day: date) -> list[str]:
    """How these figures came about and what they cannot tell, for whoever reads them."""
    return [
        gettext("Players closed these cases in %(year)s and had them counted.", year=year),
        gettext(
            "The figures are what players wrote down. Nobody checked them, and they are no sample "
            "of all players: who is satisfied does not come here."
        ),
        gettext(
            "A group of fewer than %(least)s cases is never shown. Larger groups are put "
            "together where a small one could be worked out. So groups can be missing.",
            least=LEAST,
        ),
        gettext(
            "The figures were complete on %(day)s and do not change after that.",
            day=format_day(first_day),
        ),
    ]
