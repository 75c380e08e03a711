"""The lines of a chat or an e-mail as the packet shows them, and blacking out parts of them.

A form says what to black out, and what to show again; it never says by silence that something is
to be seen. So a form that another tab has overtaken brings nothing back.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from flask import Blueprint, abort, flash, request, url_for
from msgspec import Struct
from wtforms import SelectChoice, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.domain.blacking import (
    Place,
    Secrets,
    TooMuchBlack,
    found,
    hidden_texts,
    masked,
    pattern_of,
    plain,
    told_in,
    whole,
    wholes,
    with_black,
)
from portal.domain.case import Case, Contact, Dispatch, Exhibit, Fact, Letter
from portal.domain.evidence import BlackText, EvidenceFile, FileForm, TextPart, Transcript
from portal.domain.parts import replace
from portal.i18n import format_partial
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.services.blacking import whole_text_of
from portal.services.cases import PartChanged
from portal.services.evidence import NoFile, exhibit_of
from portal.web.answers import Question, answer
from portal.web.current import current_case, needs_case
from portal.web.files import file_or_404
from portal.web.forms import AnswerForm, AtMost
from portal.web.language import PREFIX
from portal.web.moments import format_moment
from portal.wording import header_name, in_words, label

blueprint = Blueprint("transcripts", __name__, url_prefix=f"{PREFIX}/case/evidence")

AT_ONCE: Final = 100  # lines to choose from on one page
_SHOWN: Final = 300  # lines on the page of the exhibit
_MOST_WORDS: Final = 100  # of those that are black, to show again
_LONGEST_NAME: Final = 80
_WRITTEN: Final = frozenset({FileForm.TEXT, FileForm.EMAIL})


class Shown(Struct, frozen=True):
    """A text as its player works on it: all of it, and what of it is black."""

    exhibit_id: str
    text: Transcript
    black: tuple[BlackText, ...]
    begin: int

    @property
    def places(self) -> tuple[Place, ...]:
        """What this page lets him choose from: the head on the first one, and some lines."""
        end = self.begin + AT_ONCE
        return tuple(
            (part, number)
            for (part, number), text in self.text.texts.items()
            if text and (self.begin <= number < end if part is TextPart.LINE else self.begin == 1)
        )

    @property
    def whole_black(self) -> frozenset[Place]:
        return frozenset((one.part, one.number) for one in wholes(self.text, self.black))

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are black in some line, each once, however they are written."""
        complete = wholes(self.text, self.black)
        parts = [one for one in self.black if one not in complete]
        held = hidden_texts(self.text, parts).values()
        return tuple({_word_code(one): one for one in held}.values())[:_MOST_WORDS]


class BlackForm(AnswerForm):
    """What to black out; `black_form` adds what depends on the text: `shown` and more fields."""

    shown: Shown
    words = StringField(
        _l("Which words or number do you want to black out?"), validators=[AtMost(200)]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        words = self.words.data or ""
        if words and pattern_of(words) is None:
            self.words.errors = [_("Enter at least 2 letters or numbers.")]
        elif words and not found(self.shown.text, words):
            self.words.errors = [
                _("These words are not in this text. Type them as they are written there.")
            ]
        return not self.errors and self._fits()

    def _fits(self) -> bool:
        file = _file_of(self.shown.exhibit_id, current_case().record.case)
        try:
            return file is not None and bool(_changed(self, file))
        except TooMuchBlack:
            self.words.errors = [
                _("That is too much for one text. Black out fewer places, or add a shorter text.")
            ]
            return False


def _ticks(title: Any, choices: Iterable[SelectChoice]) -> SelectMultipleField:
    """Boxes to tick. One that is no longer there is no mistake of the player's."""
    return SelectMultipleField(
        title,
        choices=list(choices),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def black_form(shown: Shown) -> type[BlackForm]:
    """The form for this page of a text."""
    black = shown.whole_black
    again = [SelectChoice(_word_code(one), one) for one in shown.words]
    again += [_choice(shown, place) for place in shown.places if place in black]
    fields: dict[str, Any] = {
        "shown": shown,
        "lines": _ticks(
            _("Which lines do you want to black out?"),
            (_choice(shown, place) for place in shown.places if place not in black),
        ),
    }
    if again:
        fields["again"] = _ticks(_("What do you want to show again?"), again)
    return type("BlackForm", (BlackForm,), fields)


def _choice(shown: Shown, place: Place) -> SelectChoice:
    part, number = place
    text = shown.text.texts[place]
    if part is TextPart.HEAD:
        name = header_name(shown.text.head[number - 1][0])
    elif part is TextPart.FILE:
        name = _("File inside")
    else:
        name = str(number)
    return SelectChoice(_code(place), f"{name}: {text}")


def _code(place: Place) -> str:
    return f"{place[0]}:{place[1]}"


def _word_code(words: str) -> str:
    return f"word:{plain(words) or words}"


# -- the page ------------------------------------------------------------------------------


@blueprint.route("/<string:exhibit_id>/lines", methods=["GET", "POST"])
@needs_case
def black(exhibit_id: str) -> object:
    """Some lines of the text, to black out or to show again; the address says from which on."""
    text = _text_or_404(exhibit_id)
    begin = request.args.get("begin", 1, int)
    if not 1 <= begin <= max(len(text.lines), 1):
        abort(404)
    shown = Shown(exhibit_id, text, file_or_404(exhibit_id).black, begin)
    return answer(
        Question(
            name=f"exhibit-{exhibit_id}-lines",
            form=black_form(shown),
            template="pages/transcripts/black.html",
            look=partial(_look, exhibit_id),
            fill=lambda _case: {},
            apply=partial(_apply, exhibit_id),
            after=partial(_after, exhibit_id),
            context=partial(_context, shown),
        )
    )


def _text_or_404(exhibit_id: str) -> Transcript:
    file_or_404(exhibit_id)
    text = _text_of(exhibit_id)
    if text is None:
        abort(404)
    return text


def _text_of(exhibit_id: str) -> Transcript | None:
    """The whole text; None for pages, and when the case came without its files."""
    try:
        return whole_text_of(current_case(), exhibit_id)
    except NoFile:
        return None


def _file_of(exhibit_id: str, case: Case) -> EvidenceFile | None:
    exhibit = exhibit_of(case, exhibit_id)
    return exhibit.file if exhibit else None


def _look(exhibit_id: str, case: Case) -> object:
    """What is black, and in which file: another one may have taken its place."""
    file = _file_of(exhibit_id, case)
    return (file.sha256, file.black) if file else None


def _apply(exhibit_id: str, form: BlackForm, case: Case) -> Case:
    exhibit = exhibit_of(case, exhibit_id)
    if exhibit is None or exhibit.file is None:
        return case
    try:
        file = _changed(form, exhibit.file)
    except TooMuchBlack:  # the form was checked: another tab made more black meanwhile
        raise PartChanged(current_case()) from None
    return case.with_exhibit(replace(exhibit, file=file))


def _changed(form: BlackForm, file: EvidenceFile) -> EvidenceFile:
    """The file with what the form asks. Raises TooMuchBlack."""
    text, again = form.shown.text, set(form["again"].data or () if "again" in form else ())
    stays = tuple(_staying(file.black, again, text))
    ticked = set(form["lines"].data or ())
    chosen = whole(text, (place for place in form.shown.places if _code(place) in ticked))
    return with_black(file, (*stays, *chosen, *found(text, form.words.data or "")))


def _staying(
    black: tuple[BlackText, ...], again: set[str], text: Transcript
) -> Iterator[BlackText]:
    """What stays black: its box, that of the line or that of the words, is not ticked."""
    complete, held = wholes(text, black), hidden_texts(text, black)
    for one in black:
        box = _code((one.part, one.number)) if one in complete else _word_code(held.get(one, ""))
        if box not in again:
            yield one


def _after(exhibit_id: str) -> str:
    flash(_("Saved. This is how your packet shows the text now."))
    return url_for("evidence.exhibit", exhibit_id=exhibit_id, _anchor="text")


def _context(shown: Shown, case: Case) -> dict[str, Any]:
    """`case` may be newer than `shown`: then another tab saved something, and the page says so."""
    file, count = _file_of(shown.exhibit_id, case), len(shown.text.lines)
    seen = in_words(masked(shown.text, file.black if file else ()))
    partly = {(one.part, one.number) for one in shown.black} - shown.whole_black
    last = min(shown.begin + AT_ONCE - 1, count)
    return {
        "exhibit_id": shown.exhibit_id,
        "name": file.name if file else "",
        "hints": {
            _code(place): _("In your packet: %(text)s", text=seen.texts[place]) for place in partly
        },
        "begin": shown.begin,
        "last": last,
        "count": count,
        "earlier": max(shown.begin - AT_ONCE, 1) if shown.begin > 1 else 0,
        "later": last + 1 if last < count else 0,
    }


# -- on the page of the exhibit ------------------------------------------------------------


class Elsewhere(Struct, frozen=True):
    """Where else the player wrote down what he blacked out."""

    name: str
    address: str


def text_in_packet(exhibit: Exhibit | None, case: Case) -> dict[str, Any]:
    """What the exhibit's page shows of its text: nothing when it has none."""
    file = exhibit.file if exhibit else None
    is_written = exhibit and file and file.form in _WRITTEN
    text = _text_of(exhibit.id) if exhibit and is_written else None
    if file is None or text is None:
        return {"transcript": None}
    shown = in_words(masked(text, file.black))
    secrets = Secrets(text, file.black)
    return {
        "transcript": shown,
        "lines": shown.lines[:_SHOWN],
        "more_lines": max(len(shown.lines) - _SHOWN, 0),
        "elsewhere": [_elsewhere(one) for one in told_in(case, secrets)],
    }


def _elsewhere(part: Fact | Contact | Dispatch | Letter) -> Elsewhere:
    if isinstance(part, Fact):
        return Elsewhere(part.what[:_LONGEST_NAME], url_for("facts.fact", fact_id=part.id))
    if isinstance(part, Contact):
        name = f"{label(part.step)}, {format_moment(part.moment)}"
        return Elsewhere(name, url_for("contacts.said", contact_id=part.id))
    name = _("The reply to what you sent on %(day)s", day=format_partial(part.sent_on))
    if isinstance(part, Letter):
        return Elsewhere(name, url_for("letters.answered", letter_id=part.id))
    return Elsewhere(name, url_for("sending.overview", _anchor=part.id))
