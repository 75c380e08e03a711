"""How the pages of a file are shown: which ones, in which order, turned, cut, black in parts."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from wtforms import StringField
from wtforms.validators import ValidationError

from portal.domain.evidence import FULL, Box, EvidenceFile, FileForm, FileRefused, PageEdit
from portal.domain.page_edits import blackened, cropped, turned, with_edit
from portal.domain.parts import replace
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services import evidence
from portal.web.clock import now
from portal.web.current import current_case, needs_case
from portal.web.files import file_or_404, room
from portal.web.forms import AnswerForm, AtMost
from portal.web.htmx import go_to
from portal.web.language import PREFIX

blueprint = Blueprint("file_pages", __name__, url_prefix=f"{PREFIX}/case/evidence")

_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_RANGE = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")
_MOST_BOXES = 50


class PlaceField(StringField):  # type: ignore[misc]  # WTForms has no types
    """A place on a page, in per cent; `value` is in per mille."""

    value: int = 0

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        text = (self.data or "").strip().removesuffix("%").strip()
        if not _PERCENT.fullmatch(text):
            raise ValidationError(_("Enter a number from 0 to 100."))
        self.value = int(Decimal(text.replace(",", ".")) * 10)
        if self.value > FULL:
            raise ValidationError(_("Enter a number from 0 to 100."))


class PageForm(AnswerForm):
    """A part of the page, from its left and top side."""

    left = PlaceField(_l("From the left, begins at, in per cent"))
    right = PlaceField(_l("From the left, ends at, in per cent"))
    top = PlaceField(_l("From the top, begins at, in per cent"))
    bottom = PlaceField(_l("From the top, ends at, in per cent"))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        for low, high in ((self.left, self.right), (self.top, self.bottom)):
            if low.value >= high.value:
                high.errors = [_("The end must be further than the beginning.")]
        return not self.errors

    @property
    def box(self) -> Box:
        return Box(
            left=self.left.value,
            top=self.top.value,
            right=self.right.value,
            bottom=self.bottom.value,
        )


class ChosenForm(AnswerForm):
    """Which pages of a PDF the packet shows."""

    pages = StringField(_l("Which pages do you want to show?"), validators=[AtMost(2000)])


# What a button does that needs no part of the page.
_TURNS: dict[str, Callable[[PageEdit], PageEdit]] = {
    "left": lambda edit: turned(edit, -1),
    "right": lambda edit: turned(edit, 1),
    "undo": lambda edit: PageEdit(page=edit.page),
}
_PARTS = {"black": blackened, "cut": cropped}


@blueprint.route("/<string:exhibit_id>/page/<int:number>", methods=["GET", "POST"])
@needs_case
def page(exhibit_id: str, number: int) -> object:
    """One page of an exhibit, `number` as the packet counts them, and what can be done to it."""
    file = file_or_404(exhibit_id)
    if file.form not in {FileForm.IMAGE, FileForm.PDF} or not 1 <= number <= file.pages:
        abort(404)
    edit = file.edit_of(file.chosen[number - 1] if file.chosen else number)
    do = request.form.get("do", "")
    form = PageForm(request.form if do in _PARTS else None)
    context = {"exhibit_id": exhibit_id, "file": file, "number": number, "edit": edit}
    if request.method != "POST":
        return render_template("pages/evidence/page.html", form=form, **context)
    if do not in {*_TURNS, *_PARTS}:
        abort(400)
    change = _TURNS.get(do) or _part(do, form, edit)
    if change is None:
        return render_template("pages/evidence/page.html", form=form, **context), 422
    try:
        evidence.change_file(
            current_case(), exhibit_id, partial(with_edit, edit=change(edit)), room(), now()
        )
    except FileRefused:
        return render_template("pages/evidence/page.html", form=form, refused=True, **context), 422
    return go_to(url_for("file_pages.page", exhibit_id=exhibit_id, number=number))


def _part(do: str, form: PageForm, edit: PageEdit) -> Callable[[PageEdit], PageEdit] | None:
    if not form.validate():
        return None
    if do == "black" and len(edit.black) >= _MOST_BOXES:
        form.left.errors = [_("This page has many black parts. Black out one larger part.")]
        return None
    return lambda edit: _PARTS[do](edit, form.box)


@blueprint.route("/<string:exhibit_id>/pages", methods=["GET", "POST"])
@needs_case
def choose(exhibit_id: str) -> object:
    """Which pages of a PDF are shown, in which order."""
    file = file_or_404(exhibit_id)
    if file.form is not FileForm.PDF and not file.source_pages > 1:
        abort(404)
    shown = ", ".join(map(str, file.chosen))
    form = ChosenForm(request.form) if request.method == "POST" else ChosenForm(pages=shown)
    if request.method == "POST" and form.validate():
        chosen = _chosen(form, exhibit_id, file)
        if chosen is not None and _choose(form, exhibit_id, chosen):
            return go_to(url_for("evidence.exhibit", exhibit_id=exhibit_id))
    status = 422 if request.method == "POST" else 200
    return render_template(
        "pages/evidence/pages.html",
        form=form,
        file=file,
        exhibit_id=exhibit_id,
        example=_example(file.source_pages),
    ), status


def _example(pages: int) -> str:
    """Page numbers as one may write them, of a file with so many pages."""
    return {1: "1", 2: "2, 1"}.get(pages, "3, 1-2")


def _choose(form: ChosenForm, exhibit_id: str, chosen: tuple[int, ...]) -> bool:
    try:
        evidence.change_file(
            current_case(), exhibit_id, lambda one: replace(one, chosen=chosen), room(), now()
        )
    except FileRefused:
        form.pages.errors = [_("These pages cannot be shown together. Choose fewer pages.")]
        return False
    return True


def _chosen(form: ChosenForm, exhibit_id: str, file: EvidenceFile) -> tuple[int, ...] | None:
    """The page numbers in "3, 1-2"; () for all; None (and an error) when they cannot be read."""
    found: list[int] = []
    for part in filter(None, re.split(r"[,;\s]+(?![-–])", form.pages.data or "")):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= file.source_pages:
            form.pages.errors = [
                _(
                    "Enter page numbers from 1 to %(last)s, for example %(example)s.",
                    last=file.source_pages,
                    example=_example(file.source_pages),
                )
            ]
            return None
        found += range(first, last + 1)
    most = room().limits(current_case().record.case, exhibit_id).max_pages
    if len(found) > most:
        form.pages.errors = [_("Choose at most %(most)s pages.", most=most)]
        return None
    return tuple(found)
