"""Lists on a page (facts, contacts, evidence): removing a row, with and without htmx."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, make_response, render_template, request, url_for
from msgspec import Struct
from werkzeug.wrappers import Response

from portal.domain.case import Case
from portal.i18n import gettext as _
from portal.services import cases
from portal.web.current import current_case
from portal.web.htmx import go_to, vary, wants_fragment


class Row(Struct, frozen=True, kw_only=True):
    """One row of a list that can be removed."""

    drafts: str  # how the names of its drafts begin; they go too
    find: Callable[[Case], object]
    remove: Callable[[Case], Case]
    question: str  # template of the page that asks whether to remove it
    rows: str  # template of the list alone: what htmx swaps in
    context: Callable[[Case], Mapping[str, Any]]
    back: str  # address of the page with the list


def remove_row(row: Row) -> Response | str:
    """Asks first (GET), then removes (POST). Removing what is gone already is no error."""
    opened = current_case()
    found = row.find(opened.record.case)
    if request.method != "POST":
        if found is None:
            return go_to(row.back)
        context = row.context(opened.record.case)
        return render_template(row.question, row=found, back=row.back, **context)
    if found is not None:
        opened = cases.remove(opened, row.drafts, row.remove)
    if wants_fragment():
        page = render_template(row.rows, focus_list=True, **row.context(opened.record.case))
        return vary(make_response(page))
    flash(_("It was removed."))
    return go_to(row.back)


def full_list(most: int, page: str) -> str:
    """Says that a list has its `most` rows; the address of its page, by the name of its view."""
    flash(_("This list is full: it has at most %(limit)s. Remove one first.", limit=most))
    return url_for(page)


def check_id(prefix: str, part_id: str) -> None:
    """A new row's id comes from our own page; anything else is a page that does not exist."""
    if not re.fullmatch(rf"{prefix}[1-9][0-9]{{0,3}}", part_id):
        abort(404)
