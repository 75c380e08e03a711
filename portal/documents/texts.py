"""The exact words to send or paste for each step, made only from what the case holds.

A sentence whose value is missing is left out; there are no empty places to fill in.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from msgspec import Struct

from portal import i18n
from portal.domain.case import Case, Dispatch, Fact
from portal.domain.clocks import answer_clock, final_answer
from portal.domain.codes import MONEY_REMEDIES, DocumentKind, Step, TextKind, Topic
from portal.domain.errors import DomainError
from portal.domain.finding import Code, Finding, Way
from portal.domain.ladder import has_dispute_step
from portal.domain.letters import (
    awaits_final_answer,
    can_give_notice,
    is_complaint_sent,
    is_solved,
    named_day,
    owed,
)
from portal.domain.offers import OFFER_TEXTS, offer_of, spoken_offer
from portal.domain.readiness import assess
from portal.domain.recipient import CASINO
from portal.domain.rules import UNKNOWN, RulePack, Text
from portal.domain.topics import missing_evidence
from portal.knowledge.loader import load_topics
from portal.wording import Names, label, names_of, owed_phrase, request_sentence, when
from portal.wording.source import N_

TEMPLATES: Final = Path(__file__).parents[2] / "templates" / "texts"
SHORT_LIMIT: Final = 500
"""Characters that a chat window of a casino surely takes."""
_ROOM: Final = 320  # characters of a short text for what it asks, beside its other sentences


class StepText(Struct, frozen=True):
    """A text in three forms: the subject and body of an e-mail, and a short one for chat."""

    subject: str
    body: str
    short: str

    def __repr__(self) -> str:
        return "StepText(…)"


_TITLES: Final[dict[TextKind, str]] = {
    TextKind.ASK_HELP: N_("Ask customer service for help"),
    TextKind.ASK_MANAGER: N_("Ask for a manager"),
    TextKind.ASK_COMPLAINTS_ADDRESS: N_("Ask for the address for formal complaints"),
    TextKind.COMPLAINT: N_("Send your formal complaint"),
    TextKind.REMINDER: N_("Remind the casino of your complaint"),
    TextKind.ASK_FINAL_ANSWER: N_("Ask for the final response"),
    TextKind.NOTICE_OF_DEFAULT: N_("Send a last warning (notice of default)"),
    TextKind.ASK_DATA: N_("Ask for your personal data"),
    TextKind.KEEP_EVIDENCE: N_("Ask the casino to keep the evidence"),
    TextKind.ASK_TERMS: N_("Ask for the terms and conditions of that day"),
    TextKind.ASK_RECORDS: N_("Ask the casino for what you still need as evidence"),
    TextKind.ACCEPT_OFFER: N_("Accept the offer of the casino"),
    TextKind.DECLINE_OFFER: N_("Decline the offer of the casino"),
    TextKind.COUNTER_OFFER: N_("Ask for another offer"),
    TextKind.ON_FINAL_DECISION: N_("They say: “The decision of the management is final”"),
    TextKind.ON_BONUS_ABUSE: N_("They say: “You misused a bonus”"),
    TextKind.ON_IDENTITY_CHECK: N_("They say: “Your identity check is not finished”"),
    TextKind.ON_GAME_DEVELOPER: N_("They say: “Contact the developer of the game”"),
}


def text_title(kind: TextKind) -> str:
    """What the text is for, in the current language."""
    return i18n.gettext(_TITLES[kind])


def offered_texts(case: Case, today: date) -> tuple[TextKind, ...]:
    """The texts that fit the case: each only when the case backs what it says."""
    return tuple(kind for kind in TextKind if _is_backed(kind, case, today))


def step_text(
    kind: TextKind, case: Case, pack: RulePack, language: str, today: date, days: int = 0
) -> StepText:
    """The words for one step in `language` ("nl" or "en"); `pack` is that of the casino.

    `days` is the term that the player chose, 0 for the usual one. Raises
    DomainError("text_not_backed") when the case does not back the text (`offered_texts`).
    """
    if not _is_backed(kind, case, today):
        raise DomainError("text_not_backed")
    with i18n.use_language(language):
        template = _environment().get_template(f"{kind}.txt")
        values = {**_values(case, pack, today), **_term(kind, today, days)}
        subject, body, short = (_block(template, part, values) for part in _PARTS)
    return StepText(_one_line(subject), _paragraphs(body), _fitting(short.splitlines()))


_PARTS: Final = ("subject", "body", "short")
_FOLLOW_UPS: Final = frozenset({TextKind.REMINDER, TextKind.ASK_FINAL_ANSWER})
_ABOUT_OFFERS: Final = frozenset(OFFER_TEXTS.values())


def _is_backed(kind: TextKind, case: Case, today: date) -> bool:
    if kind in _ABOUT_OFFERS:
        return bool(offer_of(case) or spoken_offer(case))
    if kind is TextKind.ASK_RECORDS:
        return bool(_wanted_records(case))
    if kind is TextKind.NOTICE_OF_DEFAULT:
        return can_give_notice(case)
    return kind not in _FOLLOW_UPS or awaits_final_answer(case, today)


# -- what the case holds -------------------------------------------------------------------


def _values(case: Case, pack: RulePack, today: date) -> dict[str, object]:
    """Every value that a text may use, ready to print; "" or empty when the case has none."""
    names, is_sent = names_of(case, pack), is_complaint_sent(case, today)
    taken, complaint = _steps_taken(case, pack, today), _complaint(case, pack, today)
    records = [text.in_language(i18n.current_language()) for text in _wanted_records(case)]
    return {
        **taken,
        **complaint,
        "is_sent": is_sent,
        "is_open": awaits_final_answer(case, today),
        "reference": complaint["casino_reference"] if is_sent else taken["support_reference"],
        "about_bonus": case.topic is Topic.BONUS,
        "topic": label(case.topic) if case.topic not in {None, Topic.OTHER} else "",
        "username": _one_line(case.casino.username),
        "name": _one_line(case.player.name),
        "own_reference": case.reference,
        "facts": [line for fact in case.facts_in_order if (line := _fact(fact))],
        "records": records,
        "short_records": _few(records),
        "words_language": _words_language(case),
        "requests": _requests(case),
        "owed": [owed_phrase(kind) for kind in owed(case)],
        "amount": _amount(case),
        **_time_of_facts(case),
        **_next_step(case, pack, names),
    }


def _steps_taken(case: Case, pack: RulePack, today: date) -> dict[str, str]:
    readiness = assess(case, CASINO, pack, today)
    manager = readiness.of(Code.MANAGER_CONTACTED)
    of_support = [one.reference for one in case.contacts_on(Step.SUPPORT) if one.reference.strip()]
    return {
        "is_unsolved": "" if is_solved(case) else "yes",
        "contacted": _when(readiness.of(Code.SUPPORT_CONTACTED), Way.CONTACT),
        "spoke_manager": _when(manager, Way.CONTACT),
        "asked_manager": _when(manager, Way.REQUEST),
        "support_reference": _one_line(of_support[-1]) if of_support else "",
    }


def _when(finding: Finding | None, way: Way) -> str:
    return when(finding.day, finding.month) if finding and finding.way is way else ""


def _complaint(case: Case, pack: RulePack, today: date) -> dict[str, object]:
    sent = case.dispatch_to(CASINO.code)
    clock = answer_clock(case, pack)
    is_over = clock is not None and today > clock[0].last and clock[0].basis != "default"
    return {
        "sent": when(sent.day, sent.sent_on) if sent else "",
        "casino_reference": _one_line(sent.reference) if sent else "",
        "answered": when(*_exact_or_month(sent.answer.received_on)) if sent and sent.answer else "",
        "offered": _offered(case),
        "decided": _decided(sent, today),
        "over_since": i18n.format_day(clock[0].last) if clock and is_over else "",
    }


def _offered(case: Case) -> str:
    letter, contact = offer_of(case), spoken_offer(case)
    day = letter.answer.received_on if letter and letter.answer else ""
    day = contact.moment.date if contact else day
    return when(*_exact_or_month(day)) if day else ""


def _decided(sent: Dispatch | None, today: date) -> str:
    found = final_answer(sent, today) if sent else None
    return when(*_exact_or_month(found.received_on)) if found else ""


def _exact_or_month(partial: str) -> tuple[date | None, str]:
    is_exact = len(partial) == len("2026-09-14")
    return (date.fromisoformat(partial) if is_exact else None), partial


def _next_step(case: Case, pack: RulePack, names: Names) -> dict[str, str]:
    """To whom the player can go next: the dispute body for money, else the regulator."""
    if has_dispute_step(case, pack) and case.remedy.wants_money:
        return {"next_body": _one_line(names.dispute_body), "next_authority": "", "report": ""}
    is_known = pack.id != UNKNOWN or case.casino.authority_name.strip()
    return {
        "next_body": "",
        "next_authority": _one_line(names.authority) if is_known else "",
        "report": "yes" if pack.document is DocumentKind.REPORT else "",
    }


def _requests(case: Case) -> list[str]:
    """What the player asks; the amount stands behind the last request that is about money."""
    amount, sentences = _amount(case), []
    money = [kind for kind in case.remedy.kinds if kind in MONEY_REMEDIES]
    for kind in case.remedy.kinds:
        sentences.append(request_sentence(kind))
        if amount and kind == money[-1]:
            sentences.append(i18n.gettext("The amount is %(amount)s.", amount=amount))
    return sentences


def _words_language(case: Case) -> str:
    """The language of the player's own words, when the text around them is in another one."""
    is_other = case.language not in {"", i18n.current_language()}
    return i18n.format_languages([case.language]) if is_other else ""


def _wanted_records(case: Case) -> list[Text]:
    """What decides such cases, is not in this one, and the casino has."""
    if case.topic is None:
        return []
    missing = missing_evidence(case, load_topics()[case.topic])
    return [one.request for one in missing if one.request]


def _few(records: list[str]) -> list[str]:
    """As many as leave room for the rest of a short text, at least the first."""
    lengths = accumulate(len(one) + len("; ") for one in records)
    fitting = [one for one, length in zip(records, lengths, strict=True) if length <= _ROOM]
    return fitting or records[:1]


def _fact(fact: Fact) -> str:
    what = _one_line(fact.what)
    day = i18n.format_partial(fact.moment.date)
    return i18n.gettext("%(date)s: %(what)s", date=day, what=what) if day and what else what


def _term(kind: TextKind, today: date, days: int) -> dict[str, str]:
    named = named_day(kind, today, days)
    return {"reply_by": i18n.format_day(named) if named else ""}


def _time_of_facts(case: Case) -> dict[str, str]:
    """When the first and the last fact happened: of these days the terms and logs are asked."""
    dates = sorted({fact.moment.date for fact in case.facts if fact.moment.date})
    first, last = (dates[0], dates[-1]) if dates else ("", "")
    return {
        "happened": when(*_exact_or_month(first)) if first else "",
        "since": i18n.format_partial(first),
        "until": i18n.format_partial(last) if last != first else "",
    }


def _amount(case: Case) -> str:
    remedy = case.remedy
    return i18n.format_amount(remedy.amount) if remedy.amount and remedy.wants_money else ""


# -- making text of a template -------------------------------------------------------------


def _block(template: Template, part: str, values: dict[str, object]) -> str:
    return "".join(template.blocks[part](template.new_context(values)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(text: str) -> str:
    """A template has one sentence a line; the lines of a paragraph flow together, lists do not."""
    blocks = re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip())
    return "\n\n".join(filter(None, map(_flowing, blocks)))


def _flowing(block: str) -> str:
    text = ""
    for line in filter(None, map(_one_line, block.splitlines())):
        between = "\n" if line.startswith("- ") else " "
        text += f"{between}{line}" if text else line
    return text


def _fitting(lines: Iterable[str]) -> str:
    """As many of the sentences as `SHORT_LIMIT` allows, in their order, none cut in two."""
    kept = ""
    for line in filter(None, map(_one_line, lines)):
        longer = f"{kept} {line}".strip()
        kept = longer if len(longer) <= SHORT_LIMIT else kept
    return kept


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701 - plain text, never shown as HTML without escaping
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    i18n.install(environment)
    environment.globals["parts"] = environment.get_template("parts.txt").module
    return environment
