"""The payment history: what was paid in, asked for, promised and received, one line at a time."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from portal.domain.case import MAX_TRANSACTIONS, Case, Transaction, next_id
from portal.domain.codes import TransactionKind
from portal.domain.ledger import totals
from portal.domain.listed import put
from portal.domain.parts import replace
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.i18n import ngettext
from portal.services import cases
from portal.services.cases import fingerprint
from portal.web.answers import Question, Rows, answer
from portal.web.choices import CodeRadios
from portal.web.clock import today
from portal.web.current import current_case, needs_case
from portal.web.fields import amount_field, date_field
from portal.web.forms import AnswerForm, AtMost
from portal.web.htmx import go_to
from portal.web.language import PREFIX
from portal.web.lists import Row, check_id, remove_row
from portal.web.payment_file import LARGEST_FILE, NoRows, RowsSink, read_text
from portal.web.payment_rows import LONGEST_TEXT, ReadRows, read_rows
from portal.web.uploads import LARGEST, SINKS

_MOST_BAD = 30  # lines that cannot be read are told so far, all are counted

blueprint = Blueprint("payments", __name__, url_prefix=f"{PREFIX}/case/payments")


class PaymentForm(AnswerForm):
    """One line of the payment history."""

    kind = CodeRadios(
        _l("What is it?"),
        TransactionKind,
        validators=[InputRequired(_l("Choose what it is."))],
    )
    amount = amount_field(
        _l("How much is it?"), validators=[InputRequired(_l("Enter the amount."))]
    )
    day = date_field(_l("On which day?"))
    note = StringField(_l("Note"), validators=[AtMost(200)])


class RowsForm(AnswerForm):
    """Lines out of a spreadsheet."""

    rows = TextAreaField(
        _l("The lines"),
        validators=[InputRequired(_l("Paste the lines first.")), AtMost(LONGEST_TEXT)],
    )


class RowsFileForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The same lines, as a CSV file."""

    file = FileField(_l("Choose a CSV file"))

    def validate_file(self, field: FileField) -> None:
        """Raises ValidationError unless `text` can be told."""
        if not field.data:
            raise ValidationError(_("Choose a file first."))
        try:
            self.text = read_text(bytes(field.data.stream.data))
        except NoRows as refused:
            raise ValidationError(_why_not(refused.problem)) from None


def _why_not(problem: str) -> str:
    """What to do with a file that gives no lines."""
    if problem == "empty":
        return _("There is nothing in this file. Choose another file.")
    if problem == "too_large":
        return _("This file is too large. Save fewer lines in a file, and try again.")
    return _("This is no CSV file. Choose to save as CSV in your spreadsheet, and add that file.")


SINKS["payments.rows"] = RowsSink
# A larger file is read (and let go), so that the page itself can say that it is too large.
LARGEST["payments.rows"] = lambda settings: max(settings.max_body_bytes, 20 * LARGEST_FILE)


def payment_of(case: Case, payment_id: str) -> Transaction | None:
    return next((one for one in case.transactions if one.id == payment_id), None)


def _list(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "payments": case.transactions_in_order,
        "totals": totals(case.transactions),
    }


def _fill(payment_id: str, case: Case) -> dict[str, Any]:
    found = payment_of(case, payment_id)
    if found is None:
        return {}
    return {"kind": found.kind, "amount": found.amount, "day": found.day, "note": found.note}


def _apply(payment_id: str, form: PaymentForm, case: Case) -> Case:
    line = Transaction(
        id=payment_id,
        kind=TransactionKind(form.kind.data),
        amount=form.amount.value,
        day=form.day.value or "",
        note=form.note.data or "",
    )
    return replace(case, transactions=put(case.transactions, line))


def _question(payment_id: str) -> Question:
    return Question(
        name=f"payment-{payment_id}",
        form=PaymentForm,
        template="pages/payments/payment.html",
        look=lambda case: payment_of(case, payment_id),
        fill=partial(_fill, payment_id),
        apply=partial(_apply, payment_id),
        after=lambda: url_for("payments.overview"),
        context=lambda case: {"payment": payment_of(case, payment_id)},
        rows=Rows(
            fresh=lambda case: _question(next_id("m", case.transactions)),
            count=lambda case: len(case.transactions),
            most=MAX_TRANSACTIONS,
            page="payments.overview",
        ),
    )


@blueprint.route("")
@needs_case
def overview() -> object:
    case = current_case().record.case
    new_id = next_id("m", case.transactions)
    return render_template("pages/payments/overview.html", new_id=new_id, **_list(case))


@blueprint.route("/<string:payment_id>", methods=["GET", "POST"])
@needs_case
def payment(payment_id: str) -> object:
    check_id("m", payment_id)
    return answer(_question(payment_id))


@blueprint.route("/<string:payment_id>/remove", methods=["GET", "POST"])
@needs_case
def remove(payment_id: str) -> object:
    return remove_row(
        Row(
            drafts=f"payment-{payment_id}",
            find=lambda case: payment_of(case, payment_id),
            remove=lambda case: replace(
                case,
                transactions=tuple(one for one in case.transactions if one.id != payment_id),
            ),
            question="pages/payments/remove.html",
            rows="partials/payments.html",
            context=_list,
            back=url_for("payments.overview"),
        )
    )


@blueprint.route("/rows", methods=["GET", "POST"])
@needs_case
def rows() -> object:
    """Many lines at once, out of a spreadsheet: looked at first, then added."""
    if request.method != "POST":
        return _show_rows(RowsForm())
    if "file" in request.files:
        return _look_at_file()
    form = RowsForm()
    if not form.validate():
        return _show_rows(form), 422
    read = _read(form.rows.data)
    if "add" in request.form and read.good:
        return _add(form, read.good)
    return _show_rows(form, read)


def _look_at_file() -> object:
    """The lines of a file, as if they had been pasted."""
    file_form = RowsFileForm()
    if not file_form.validate():
        return _show_rows(RowsForm(formdata=None), file_form=file_form), 422
    form = RowsForm(formdata=None, data={"rows": file_form.text})
    return _show_rows(form, _read(file_form.text))


def _read(text: str) -> ReadRows:
    case = current_case().record.case
    return read_rows(text, today(), MAX_TRANSACTIONS - len(case.transactions))


def _show_rows(
    form: RowsForm, read: ReadRows | None = None, file_form: RowsFileForm | None = None
) -> str:
    form.seen.data = fingerprint(current_case().record.case.transactions)
    return render_template(
        "pages/payments/rows.html",
        form=form,
        read=read,
        most_shown=_MOST_BAD,
        file_form=file_form or RowsFileForm(formdata=None),
    )


def _add(form: RowsForm, lines: tuple[Transaction, ...]) -> object:
    """Raises PartChanged when lines were added meanwhile: also by the same button, twice."""

    def added(case: Case) -> Case:
        for line in lines:
            numbered = replace(line, id=next_id("m", case.transactions))
            case = replace(case, transactions=(*case.transactions, numbered))
        return case

    cases.change(
        current_case(),
        "payments",
        lambda case: case.transactions,
        form.seen.data or "",
        added,
    )
    flash(ngettext("%(number)s line was added.", "%(number)s lines were added.", len(lines)))
    return go_to(url_for("payments.overview"))
