"""Starting, opening, changing and deleting a case."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from portal.domain.case import Case
from portal.domain.closing import Closing
from portal.domain.errors import DomainError
from portal.domain.record import CaseRecord
from portal.store import cases as store
from portal.store.cases import OpenCase, StaleRevision
from portal.store.retention import last_day_of, month_after
from portal.vault.keys import CaseKey, new_case_key

# No vowels and no look-alikes: a reference is read out on the telephone and spells no word.
_REFERENCE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
_REFERENCE_LENGTH = 6
_TRIES = 3  # two tabs that save at once: the second sees the first one's revision

Draft = Mapping[str, list[str]]
Look = Callable[[Case], object]
Change = Callable[[Case], Case]


class PartChanged(DomainError):
    """Another tab changed the same part since this form was shown; nothing was overwritten."""

    def __init__(self, opened: OpenCase) -> None:
        super().__init__("part_changed")
        self.opened = opened


def start_case(language: str, today: date, months: int) -> tuple[CaseKey, OpenCase]:
    """A new empty case and the key that opens it, which nobody else has."""
    key = new_case_key()
    letters = "".join(secrets.choice(_REFERENCE_LETTERS) for _ in range(_REFERENCE_LENGTH))
    case = Case(reference=f"HO-{letters}", language=language)
    return key, store.create_case(CaseRecord(case=case), key, today, months)


def adopt_case(case: Case, today: date, months: int) -> tuple[CaseKey, OpenCase]:
    """An existing case (an example, a case file) under a new key."""
    key = new_case_key()
    return key, store.create_case(CaseRecord(case=case), key, today, months)


def fingerprint(part: object) -> str:
    """A short mark of a part's content: equal content, equal mark. Shown only to its owner."""
    data = msgspec.json.encode(part, order="deterministic")
    return hashlib.sha256(data).hexdigest()[:16]


def change(opened: OpenCase, name: str, look: Look, seen: str, apply: Change) -> OpenCase:
    """Saves `apply(case)` when the part that `look` shows is still the one that was `seen`.

    Other parts may have changed meanwhile (another tab): they are kept. The draft `name` goes.
    Raises PartChanged when this very part changed into something else.
    """
    for _ in range(_TRIES):
        case = opened.record.case
        new = apply(case)
        if fingerprint(look(case)) not in {seen, fingerprint(look(new))}:
            raise PartChanged(opened)
        record = replace(opened.record, case=new, drafts=_without(opened.record, name))
        try:
            return store.save_case(opened, _tidy(record))
        except StaleRevision:
            opened = store.look_again(opened)
    raise PartChanged(opened)


def remove(opened: OpenCase, name: str, apply: Change) -> OpenCase:
    """Saves `apply(case)`, which takes one row away, and drops what was typed about that row.

    Those are the drafts `name` and `name`-…; the row's id may be given to a new row.
    """

    def without_row(record: CaseRecord) -> CaseRecord:
        drafts = {
            key: draft
            for key, draft in record.drafts.items()
            if key != name and not key.startswith(f"{name}-")
        }
        return replace(record, case=apply(record.case), drafts=drafts)

    return update_record(opened, without_row)


def keep_draft(opened: OpenCase, name: str, draft: Draft) -> OpenCase:
    """Keeps what was typed, also when it cannot be read yet: nothing typed is lost."""
    return update_record(
        opened, lambda record: replace(record, drafts={**record.drafts, name: dict(draft)})
    )


def drop_draft(opened: OpenCase, name: str) -> OpenCase:
    """Forgets what was typed, when it went where it should; no draft is no error."""
    if name not in opened.record.drafts:
        return opened
    return update_record(opened, lambda record: replace(record, drafts=_without(record, name)))


def add_recovery_key(opened: OpenCase) -> tuple[CaseKey, OpenCase]:
    """A second key to the same case, to keep in another place. An earlier second key dies."""
    key = new_case_key()
    store.add_recovery_key(opened, key)
    return key, update_record(opened, lambda record: replace(record, has_recovery_key=True))


def close_case(opened: OpenCase, closing: Closing, months: int) -> OpenCase:
    """Closes the case; it is kept for `months` months after the day of `closing`, no longer."""
    saved = update_record(opened, lambda record: _with_closing(record, closing))
    store.keep_until(saved, month_after(closing.on, months))
    return saved


def open_again(opened: OpenCase, today: date, months: int) -> OpenCase:
    """Opens a closed case again, kept for `months` months after the last visit as before."""
    saved = update_record(opened, lambda record: _with_closing(record, None))
    store.keep_until(saved, month_after(today, months))
    return saved


def kept_until(opened: OpenCase) -> date:
    """The last day on which the case is there, if nobody visits it again."""
    return last_day_of(store.last_month(opened))


def _with_closing(record: CaseRecord, closing: Closing | None) -> CaseRecord:
    return replace(record, case=replace(record.case, closing=closing))


def delete_case(opened: OpenCase) -> None:
    """Deletes the case, its keys, packets and sessions, now."""
    store.delete_case(opened)


def update_record(opened: OpenCase, apply: Callable[[CaseRecord], CaseRecord]) -> OpenCase:
    """Saves a change that no form can conflict with; another tab's save in between is kept."""
    for _ in range(_TRIES):
        try:
            return store.save_case(opened, _tidy(apply(opened.record)))
        except StaleRevision:
            opened = store.look_again(opened)
    raise PartChanged(opened)


def _tidy(record: CaseRecord) -> CaseRecord:
    """Without the files of exhibits that are gone; storing it deletes them."""
    there = {one.id for one in record.case.exhibits}
    if there.issuperset(record.files):
        return record
    return replace(record, files={key: one for key, one in record.files.items() if key in there})


def _without(record: CaseRecord, name: str) -> dict[str, dict[str, list[str]]]:
    return {key: value for key, value in record.drafts.items() if key != name}
