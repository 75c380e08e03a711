"""Checks of the gate about what a packet says: facts, remedy, amount, who the player is."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from portal.domain.answered_facts import events_answered, unproven_facts
from portal.domain.answered_facts import facts_told as all_facts
from portal.domain.case import Case
from portal.domain.codes import State
from portal.domain.finding import Code, Finding, Page, Situation, Way
from portal.domain.ledger import backed_amounts
from portal.domain.recipient import CASINO
from portal.domain.rules import Field, FormField
from portal.domain.topics import missing_evidence
from portal.domain.values import Money


def casino_named(at: Situation) -> Finding:
    casino = at.case.casino
    return _simple(
        Code.CASINO_NAMED, Page.CASINO, bool(casino.brand.strip() or casino.website.strip())
    )


def topic_chosen(at: Situation) -> Finding:
    return _simple(Code.TOPIC_CHOSEN, Page.TOPIC, at.case.topic is not None)


def facts_told(at: Situation) -> Finding:
    """The player wrote down what happened: an answer alone does not say what went wrong."""
    told = [fact for fact in at.case.facts if fact.what.strip()]
    state = State.MET if told else State.MISSING
    return Finding(code=Code.FACTS_TOLD, state=state, page=Page.FACTS, number=len(told))


def facts_proven(at: Situation) -> Finding | None:
    """Unproven facts are listed, never hidden; they do not close the gate.

    Those in the answers count as well: the packet numbers them among the facts.
    """
    if not all_facts(at.case, at.guide):
        return None
    unproven = len(unproven_facts(at.case, at.guide))
    state = State.WARNING if unproven else State.MET
    return Finding(code=Code.FACTS_PROVEN, state=state, page=Page.EVIDENCE, number=unproven)


def deciding_evidence(at: Situation) -> Finding | None:
    """What decides such cases and is not there yet; it never closes the gate."""
    if at.guide is None:
        return None
    missing = missing_evidence(at.case, at.guide)
    can_ask = any(one.request for one in missing)
    return Finding(
        code=Code.DECIDING_EVIDENCE,
        state=State.WARNING if missing else State.MET,
        way=Way.CASINO_HAS_IT if can_ask else None,
        page=Page.DECIDING_EVIDENCE,
        number=len(missing),
        names=tuple(one.id for one in missing),
    )


def remedy_chosen(at: Situation) -> Finding:
    return _simple(Code.REMEDY_CHOSEN, Page.REMEDY, bool(at.case.remedy.kinds))


def amount_agrees(at: Situation) -> Finding:
    """The amount asked agrees with the payment history, or is explained.

    Without a payment history it agrees with the facts: with their sum, or one of them.
    """
    base: dict[str, Any] = {"code": Code.AMOUNT_AGREES, "page": Page.REMEDY}
    remedy = at.case.remedy
    if not remedy.wants_money:
        return Finding(**base, state=State.NOT_APPLICABLE)
    if remedy.amount is None:
        return Finding(**base, state=State.MISSING, way=Way.NO_AMOUNT)
    if at.case.transactions:
        return _agrees_with_history(at.case, remedy.amount, base)
    told = _amounts(at, remedy.amount.currency)
    likeliest = next(iter(told), Decimal(0))
    total = Money(amount=str(likeliest), currency=remedy.amount.currency)
    base["amounts"] = (remedy.amount, total)
    if remedy.amount.decimal in told:
        return Finding(**base, state=State.MET)
    if remedy.amount_explanation.strip():
        return Finding(**base, state=State.MET, way=Way.EXPLAINED)
    return Finding(**base, state=State.MISSING, way=Way.DIFFERS)


def _agrees_with_history(case: Case, asked: Money, base: dict[str, Any]) -> Finding:
    backed = backed_amounts(case.transactions, case.remedy.kinds, asked.currency)
    likeliest = str(next(iter(backed), Decimal(0)))
    base["amounts"] = (asked, Money(amount=likeliest, currency=asked.currency))
    if asked.decimal in backed:
        return Finding(**base, state=State.MET, way=Way.BY_HISTORY)
    if case.remedy.amount_explanation.strip():
        return Finding(**base, state=State.MET, way=Way.HISTORY_EXPLAINED)
    return Finding(**base, state=State.MISSING, way=Way.HISTORY_DIFFERS)


def _amounts(at: Situation, currency: str) -> list[Decimal]:
    """The amounts that the facts back, the likeliest first: a sum before what it is made of.

    What was written down and what was answered may be about the same money, so the two are never
    added up; nor are the answers to two questions.
    """
    groups = {"": [fact.amount for fact in at.case.facts]}
    for fact in events_answered(at.case, at.guide):
        groups.setdefault(fact.question, []).append(fact.amount)
    told = [
        [amount.decimal for amount in amounts if amount and amount.currency == currency]
        for amounts in groups.values()
    ]
    sums = [sum(amounts, Decimal(0)) for amounts in told if amounts]
    return [*sums, *(amount for amounts in told for amount in amounts)]


def player_named(at: Situation) -> Finding:
    return _simple(Code.PLAYER_NAMED, Page.PLAYER, bool(at.case.player.name.strip()))


def player_reachable(at: Situation) -> Finding:
    """An answer can reach the player: by e-mail, or at a whole postal address."""
    player = at.case.player
    by_post = all(part.strip() for part in (player.address, player.city))
    return _simple(Code.PLAYER_REACHABLE, Page.PLAYER, bool(player.email.strip() or by_post))


def fields_given(at: Situation) -> tuple[Finding, ...]:
    """What the recipient's form asks and the case does not hold yet.

    A field known from an unsure source only warns.
    """
    missing = [field for field in at.pack.fields if not _is_given(at.case, field.field)]
    return tuple(_missing_field(at, field) for field in missing)


def _is_given(case: Case, field: Field) -> bool:
    value = _FIELDS[field](case)
    return bool(value.strip() if isinstance(value, str) else value)


def _missing_field(at: Situation, field: FormField) -> Finding:
    return Finding(
        code=Code.FIELD_GIVEN,
        state=State.MISSING if field.is_firm else State.WARNING,
        page=PAGE_OF.get(field.field, Page.PLAYER),
        names=(field.field,),
        **at.backing(field),
    )


def _simple(code: Code, page: Page, is_met: bool) -> Finding:
    return Finding(code=code, state=State.MET if is_met else State.MISSING, page=page)


_FIELDS: dict[Field, Callable[[Case], object]] = {
    Field.NAME: lambda case: case.player.name,
    Field.ADDRESS: lambda case: case.player.address,
    Field.EMAIL: lambda case: case.player.email,
    Field.PHONE: lambda case: case.player.phone,
    Field.COUNTRY: lambda case: case.player.country,
    Field.DATE_OF_BIRTH: lambda case: case.player.date_of_birth,
    Field.CASINO: lambda case: case.casino.brand or case.casino.licence_holder,
    Field.WEBSITE: lambda case: case.casino.website,
    Field.USERNAME: lambda case: case.casino.username,
    Field.LICENCE: lambda case: case.casino.licence_number,
    Field.TOPIC: lambda case: case.topic,
    Field.SUMMARY: lambda case: case.facts,
    Field.FACTS: lambda case: case.facts,
    Field.AMOUNT: lambda case: case.remedy.amount,
    Field.REMEDY: lambda case: case.remedy.kinds,
    Field.CONTACTS: lambda case: case.contacts,
    Field.COMPLAINT: lambda case: case.dispatch_to(CASINO.code),
    Field.REFERENCE: lambda case: case.reference,
}

PAGE_OF = {
    Field.CASINO: Page.CASINO,
    Field.WEBSITE: Page.CASINO,
    Field.USERNAME: Page.CASINO,
    Field.LICENCE: Page.CASINO,
    Field.TOPIC: Page.TOPIC,
    Field.SUMMARY: Page.FACTS,
    Field.FACTS: Page.FACTS,
    Field.AMOUNT: Page.REMEDY,
    Field.REMEDY: Page.REMEDY,
    Field.CONTACTS: Page.CONTACTS,
    Field.COMPLAINT: Page.SENDING,
}
"""Where the player fills in what a form asks; the rest is about himself: `Page.PLAYER`."""
