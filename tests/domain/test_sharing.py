"""The journal is bounded, and a case file takes along what is the player's."""

from datetime import date, timedelta

from portal.domain.case import Case
from portal.domain.codec import write_case
from portal.domain.record import CaseRecord, read_record, write_record
from portal.domain.sharing import (
    MAX_JOURNAL,
    Handler,
    Help,
    HelpEvent,
    JournalLine,
    Note,
    Section,
    Terms,
    as_handed_out,
    as_taken_in,
    with_line,
)

TODAY = date(2026, 11, 22)
NOTE = Note(id="n1", section=Section.FACTS, words="Kanarie: add the date", by="Noor", on=TODAY)
SHARED = JournalLine(on=TODAY, event=HelpEvent.SHARED, words="Yes", consent=1)


def opening(day: date, who: str = "Noor") -> JournalLine:
    return JournalLine(on=day, event=HelpEvent.OPENED, who=who)


def test_who_opens_a_case_all_day_gets_one_line():
    help_ = Help(journal=(SHARED,))
    for _ in range(500):
        help_ = with_line(help_, opening(TODAY))
    assert help_.journal == (SHARED, opening(TODAY))
    for line in (opening(TODAY, "Sam"), opening(TODAY + timedelta(days=1))):
        help_ = with_line(help_, line)
    assert len(help_.journal) == 4


def test_a_full_journal_loses_openings_and_keeps_what_was_agreed_to():
    help_ = Help(journal=(SHARED,))
    for days in range(MAX_JOURNAL + 50):
        help_ = with_line(help_, opening(TODAY + timedelta(days=days)))
    assert len(help_.journal) == MAX_JOURNAL
    assert help_.journal[0] == SHARED
    assert help_.journal[-1].on == TODAY + timedelta(days=MAX_JOURNAL + 49)


def test_a_journal_of_consents_alone_loses_the_oldest():
    help_ = Help()
    for number in range(MAX_JOURNAL + 3):
        help_ = with_line(help_, JournalLine(on=TODAY, event=HelpEvent.SHARED, consent=number))
    assert (help_.journal[0].consent, len(help_.journal)) == (3, MAX_JOURNAL)


def test_a_case_file_takes_journal_and_notes_and_no_share():
    help_ = Help(
        terms=Terms(group="De Stichting", until=TODAY),
        handler=Handler(id="0" * 32, name="Noor"),
        journal=(SHARED,),
        notes=(NOTE,),
    )
    out = as_handed_out(help_)
    assert (out.terms, out.handler, out.journal, out.notes) == (None, None, (SHARED,), (NOTE,))
    back = as_taken_in(help_, TODAY)
    assert (back.terms, back.handler) == (None, None)
    assert [one.event for one in back.journal] == [HelpEvent.SHARED, HelpEvent.CAME_IN_FILE]
    assert as_taken_in(Help(), TODAY) == Help()


def test_what_caseworkers_say_is_in_the_record_and_never_in_the_case():
    record = CaseRecord(case=Case(), help=Help(notes=(NOTE,)))
    assert read_record(write_record(record)) == record
    assert b"Kanarie" not in write_case(record.case)
