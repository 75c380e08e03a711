"""One value of a rule pack or a body as sentences for the player: portal.wording.dossier."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from portal.domain.bodies import Body, BodyKind, Bound, Ending, Refusal
from portal.domain.codes import Topic
from portal.domain.rules import (
    Backed,
    Codes,
    Cost,
    DisputeBody,
    FileLimit,
    Flag,
    FormField,
    LadderRule,
    Law,
    LicencePattern,
    Need,
    Register,
    ReportRule,
    RulePack,
    StartEvent,
    Statement,
    Term,
    TermKind,
    Way,
)
from portal.i18n import (
    current_language,
    format_amount,
    format_day,
    format_languages,
    format_period,
    gettext,
)
from portal.wording.costs import cost_sentence
from portal.wording.labels import label
from portal.wording.source import N_

_NEEDS: dict[Need, str] = {
    Need.REQUIRED: N_("%(step)s: you must do this first."),
    Need.REQUIRED_FOR_MONEY: N_("%(step)s: you must do this first if you ask for money."),
    Need.RECOMMENDED: N_("%(step)s: it is wise to do this first."),
}
# A neighbour is no dispute body, and what it takes is no complaint about a casino.
_BESIDE: dict[StrEnum, str] = {
    TermKind.ANSWER: N_("Time for the company to reply to your complaint"),
    TermKind.DISPUTE_WITHIN: N_("Time for you to go there"),
    StartEvent.FINAL_ANSWER: N_("counted from the last word of the company"),
}


def said(known: RulePack | Body, field: str, value: Backed) -> str:
    """What `value`, of the field with this name, says, in the current language."""
    if isinstance(value, Bound):
        return bound_sentence(value, is_most=field == "maximum")
    if isinstance(value, Term):
        is_beside = isinstance(known, Body) and known.kind is BodyKind.NEIGHBOUR
        words = _BESIDE if is_beside else {}
        return _term(value, _body_name(known, value.dispute_body), words)
    return _SAID[type(value)](value)


def _term(term: Term, body: str, words: Mapping[StrEnum, str]) -> str:
    """A term; `body` is the name of the dispute body that it is for, `words` replace labels."""
    sentences = [
        gettext(
            "%(what)s: %(period)s, %(start)s.",
            what=_word(words, term.kind),
            period=format_period(term.period),
            start=_word(words, term.starts),
        )
    ]
    if term.extension:
        extension = format_period(term.extension)
        sentences.append(gettext("Once, it may take %(period)s more.", period=extension))
    if body:
        sentences.append(gettext("This is for %(name)s.", name=body))
    sentences += _about(term.topics)
    sentences += [f"({term.article})"] if term.article else []
    return " ".join(sentences)


def bound_sentence(bound: Bound, *, is_most: bool) -> str:
    """The largest amount that a body takes, or the smallest."""
    amount = format_amount(bound.money)
    if is_most:
        return gettext("It takes no dispute about more than %(amount)s.", amount=amount)
    return gettext("It takes no dispute about less than %(amount)s.", amount=amount)


def _word(words: Mapping[StrEnum, str], code: StrEnum) -> str:
    return gettext(words[code]) if code in words else label(code)


def _about(topics: Iterable[Topic]) -> list[str]:
    names = "; ".join(label(topic)[:1].lower() + label(topic)[1:] for topic in topics)
    return [gettext("Only about: %(topics)s.", topics=names)] if names else []


def _body_name(known: RulePack | Body, body_id: str) -> str:
    if not body_id or not isinstance(known, RulePack):
        return ""
    return next((one.name for one in known.dispute_bodies if one.id == body_id), "")


def _statement(value: Statement) -> str:
    return " ".join([value.text.in_language(current_language()), *_about(value.topics)])


def _flag(value: Flag) -> str:
    if value.value:
        return gettext("It can decide who is right in a dispute between you and the casino.")
    return gettext("It does not decide who gets the money in a dispute.")


def _report(value: ReportRule) -> str:
    sentences = [gettext("You can report something there without the other steps.")]
    sentences += _about(value.topics)
    if value.unlicensed:
        sentences.append(gettext("That may also be about a casino without its licence."))
    return " ".join(sentences)


def _languages(value: Codes) -> str:
    return gettext(
        "It reads these languages: %(languages)s.", languages=format_languages(value.values)
    )


def _ladder(value: LadderRule) -> str:
    return gettext(_NEEDS[value.need], step=label(value.step))


def _way(value: Way) -> str:
    if value.refused:
        return gettext("Do not send a complaint this way: %(way)s.", way=label(value.kind))
    return gettext("%(way)s: %(value)s", way=label(value.kind), value=value.value)


def _file_limit(value: FileLimit) -> str:
    return gettext("It takes files of at most %(limit)s MB.", limit=value.megabytes)


def _licence(value: LicencePattern) -> str:
    return gettext("Its licence looks like this: %(example)s", example=value.example)


def _dispute_body(value: DisputeBody) -> str:
    if not value.closed_after_regulator:
        return value.name
    return gettext(
        "%(name)s. It may refuse a case that a regulator has looked at.", name=value.name
    )


_SAID: dict[type[Backed], Callable[[Any], str]] = {
    Law: _statement,
    Statement: _statement,
    Refusal: _statement,
    Cost: cost_sentence,
    ReportRule: _report,
    DisputeBody: _dispute_body,
    Flag: _flag,
    Codes: _languages,
    LadderRule: _ladder,
    FormField: lambda value: label(value.field),
    Way: _way,
    Register: lambda _: gettext("Here you see which casinos have its licence:"),
    FileLimit: _file_limit,
    LicencePattern: _licence,
    Ending: lambda value: gettext("It ended on %(day)s.", day=format_day(value.day)),
}
