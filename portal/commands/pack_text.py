"""A rule pack or a body as plain English text, as canonical JSON, and all of them as a table."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from portal.domain.bodies import Body, Bound, Ending, Refusal
from portal.domain.codes import Display
from portal.domain.rules import (
    Backed,
    Codes,
    Cost,
    DisputeBody,
    FileLimit,
    Flag,
    FormField,
    LadderRule,
    LicencePattern,
    Register,
    ReportRule,
    RulePack,
    Statement,
    Term,
    TermKind,
    Way,
)
from portal.domain.values import Period
from portal.knowledge.checks import backed_values

Known = RulePack | Body

# In the order in which a player meets them.
_LIMITS = {
    TermKind.COMPLAIN_WITHIN: "complain to the casino within",
    TermKind.ANSWER: "an answer is due within",
    TermKind.DISPUTE_WITHIN: "go to the dispute body within",
    TermKind.AUTHORITY_WITHIN: "go to the authority within",
    TermKind.DISPUTE_DURATION: "the dispute body decides within",
    TermKind.ACKNOWLEDGE: "receipt is confirmed within",
}
_HEADER = """# What we know

Made by `./hogerop packs table` from the files in `portal/knowledge`; change those, then make this
file again: `./hogerop packs table > docs/knowledge.md`. Each value with its sources:
`./hogerop packs show ID`. An empty limit means that none was verified, not that there is none.
"""
_COLUMNS = ("id", "name", "what it decides", "first limit", "confidence", "verified on")


def shown(known: Known) -> str:
    """Everything that the file says, with its proof, for a reader at a terminal."""
    lines = [
        f"{known.id}: {known.name.en} / {known.name.nl}",
        f"website: {known.website or '-'}",
        f"verified on {known.verified_on}, to be reviewed after {known.review_after_days} days",
        f"hash {known.hash}",
    ]
    heading = ""
    for key, value in backed_values(known):
        field = key.removeprefix("$.").partition("[")[0]
        lines += [f"\n{field}:"] if field != heading else []
        lines += [f"  - {described(value)}", f"    [{_proof(value)}]"]
        heading = field
    lines.append("\nsources:")
    lines += [f"  - {one.id}: {one.title} ({one.date}) {one.url or ''}" for one in known.sources]
    return "\n".join(line.rstrip() for line in lines)


def canonical(known: Known) -> str:
    """Every value in a fixed order, one on a line; what other files or the bytes say is none."""
    theirs = {"named": ()} if isinstance(known, RulePack) else {}
    bare = msgspec.structs.replace(known, hash="", **theirs)
    plain = msgspec.json.encode(bare, order="sorted")
    return msgspec.json.format(plain, indent=2).decode() + "\n"


def described(value: Backed) -> str:
    """What one value says, in English."""
    return _DESCRIBED[type(value)](value)


def table(packs: Iterable[RulePack], bodies: Iterable[Body]) -> str:
    """The page docs/knowledge.md."""
    parts = [_HEADER, "## Authorities\n", *_table(map(_pack_row, packs))]
    parts += ["\n## Other bodies\n", *_table(map(_body_row, bodies))]
    return "\n".join(parts) + "\n"


def _proof(value: Backed) -> str:
    caution = ", check first" if value.display is Display.CHECK_FIRST else ""
    return f"{value.confidence}{caution}; {', '.join(value.sources)}"


def _statement(value: Statement) -> str:
    about = f" (about: {', '.join(value.topics)})" if value.topics else ""
    return f"{value.id}: {value.text.en}{about}"


def _refusal(value: Refusal) -> str:
    after = f" (after: {', '.join(value.after)})" if value.after else ""
    return _statement(value) + after


def _term(value: Term) -> str:
    starts = value.starts.replace("_", " ")
    said = f"{_LIMITS[value.kind]} {_length(value.period)}, from {starts}"
    said += f", and once {_length(value.extension)} more" if value.extension else ""
    said += f" (about: {', '.join(value.topics)})" if value.topics else ""
    said += f" (at: {value.dispute_body})" if value.dispute_body else ""
    return said + (f" ({value.article})" if value.article else "")


def _report(value: ReportRule) -> str:
    about = ", ".join(value.topics) or "anything"
    return f"about {about}{', also at casinos without its licence' if value.unlicensed else ''}"


def _cost(value: Cost) -> str:
    what = f"{value.what.en}: " if value.what else ""
    if value.amount is None:
        return f"{what}free"
    refund = value.refund.replace("_", " ") if value.refund else "not known"
    return f"{what}{value.amount.currency} {value.amount.amount}, refunded: {refund}"


def _dispute_body(value: DisputeBody) -> str:
    closed = ", closed once a regulator looked at the case" if value.closed_after_regulator else ""
    return f"{value.name} ({value.id}) {value.website}{closed}"


def _length(period: Period) -> str:
    units = period.unit.replace("_", " ")
    return f"{period.number} {units.removesuffix('s') if period.number == 1 else units}"


_DESCRIBED: dict[type[Backed], Callable[[Any], str]] = {
    Statement: _statement,
    Refusal: _refusal,
    Term: _term,
    ReportRule: _report,
    Cost: _cost,
    DisputeBody: _dispute_body,
    Flag: lambda value: "yes" if value.value else "no",
    Codes: lambda value: ", ".join(value.values),
    LadderRule: lambda value: f"{value.step}: {value.need}",
    FormField: lambda value: str(value.field),
    Way: lambda value: f"{value.kind}: {value.value}{' (refused)' if value.refused else ''}",
    Register: lambda value: value.url,
    FileLimit: lambda value: f"at most {value.megabytes} MB",
    LicencePattern: lambda value: f"{value.pattern} as in {value.example}",
    Bound: lambda value: f"{value.money.currency} {value.money.amount}",
    Ending: lambda value: value.day.isoformat(),
}


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _line(_COLUMNS)
    yield _line("---" for _ in _COLUMNS)
    yield from (_line(row) for row in rows)


def _line(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _pack_row(pack: RulePack) -> tuple[str, ...]:
    limit = _first_limit(pack.terms)
    proof = [pack.decides_disputes or next(iter(pack.handles), None), limit]
    return (
        f"`{pack.id}`",
        pack.name.en,
        _pack_decides(pack),
        _term(limit) if limit else "",
        _confidence(proof),
        pack.verified_on.isoformat(),
    )


def _pack_decides(pack: RulePack) -> str:
    if pack.is_no_authority:
        return "there is no authority"
    if pack.decides_disputes is None:
        return pack.handles[0].text.en if pack.handles else "not known"
    said = "disputes" if pack.decides_disputes.value else "no disputes"
    return f"{said}; takes reports {_report(pack.report)}" if pack.report else said


def _body_row(body: Body) -> tuple[str, ...]:
    limit = _first_limit(body.terms)
    first = body.decides[0] if body.decides else None
    decides = first.text.en if first else "not known"
    return (
        f"`{body.id}`",
        body.name.en,
        f"ended on {body.ended.day}" if body.ended else decides,
        _term(limit) if limit else "",
        _confidence([first or body.ended, limit]),
        body.verified_on.isoformat(),
    )


def _first_limit(terms: Iterable[Term]) -> Term | None:
    """The one that a player meets first; a general one before one for some topics."""
    order = list(_LIMITS)
    return min(terms, key=lambda term: (bool(term.topics), order.index(term.kind)), default=None)


def _confidence(values: Iterable[Backed | None]) -> str:
    """Of what it decides, then of the limit."""
    return " / ".join(
        f"{one.confidence}, check first" if one.display is Display.CHECK_FIRST else one.confidence
        for one in values
        if one
    )
