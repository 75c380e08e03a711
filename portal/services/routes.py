"""Asking the router: who exists for this case today, and what each can do."""

from datetime import date

from portal.domain.known import Known
from portal.domain.next_step import next_step
from portal.domain.record import CaseRecord
from portal.domain.router import Routes, routes_of
from portal.services.gate import ask, pack_of, recipients_of, report_packs


def who_can_decide(record: CaseRecord, known: Known, today: date) -> Routes:
    """The routes of a case on `today`, by the gate's answers and the advice of that day."""
    case = record.case
    pack = pack_of(case, known.packs)
    issued = {packet.recipient for packet in record.packets}
    answers = [ask(case, one, known.packs, today) for one in recipients_of(case, known.packs)]
    step = next_step(case, pack, today, issued, report_packs(case, known.packs))
    return routes_of(case, pack, answers, step, known)
