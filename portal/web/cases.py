"""The home of a case: the one thing to do now, the tasks, and all answers to check."""

from flask import Blueprint, render_template

from portal.domain.ladder import ladder_of
from portal.domain.next_step import next_step
from portal.domain.recipient import CASINO
from portal.domain.timeline import timeline_of
from portal.services.cases import kept_until
from portal.services.gate import pack_of, report_packs
from portal.services.leaving import calendar_days_of
from portal.services.sharing import team_of_site
from portal.services.tasks import tasks_of
from portal.web.check import sections_of
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.known import known_packs
from portal.web.language import PREFIX

blueprint = Blueprint("cases", __name__, url_prefix=f"{PREFIX}/case")


@blueprint.route("")
@needs_case
def overview() -> object:
    record = current_case().record
    packs, day = known_packs(), today()
    pack = pack_of(record.case, packs)
    issued = {packet.recipient for packet in record.packets}
    is_sent = record.case.dispatch_to(CASINO.code) is not None  # before that the days only move
    return render_template(
        "pages/cases/overview.html",
        case=record.case,
        record=record,
        step=next_step(record.case, pack, day, issued, report_packs(record.case, packs)),
        tasks=tasks_of(record, packs, day),
        rungs=ladder_of(record.case, pack, day),
        pack=pack,
        has_days=is_sent and bool(calendar_days_of(record, packs, day)),
        kept_until=kept_until(current_case()),
        team=team_of_site(),
    )


@blueprint.route("/history")
@needs_case
def history() -> object:
    """Contacts, letters, what came back and last days, in order of date."""
    case = current_case().record.case
    pack = pack_of(case, known_packs())
    return render_template(
        "pages/cases/history.html",
        case=case,
        pack=pack,
        today=today(),
        history_entries=timeline_of(case, pack, today()),
    )


@blueprint.route("/check")
@needs_case
def check() -> object:
    """Everything that was entered, by section, with a way to change it."""
    case = current_case().record.case
    sections = sections_of(case, pack_of(case, known_packs()))
    return render_template("pages/cases/check.html", case=case, sections=sections)
