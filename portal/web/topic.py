"""What is it about? The topic, its honest outlook, and what to write down."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from portal.domain.case import Case
from portal.domain.codes import Topic
from portal.domain.packet_topic import duties_of
from portal.domain.parts import replace
from portal.domain.record import CaseRecord
from portal.domain.told import told
from portal.domain.topic_answers import MAX_ROWS
from portal.domain.topics import TopicGuide, fitting_answers
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.knowledge.loader import load_topics
from portal.services import cases
from portal.services.gate import guide_of, pack_of
from portal.web import topic_evidence
from portal.web.answers import Question, answer
from portal.web.choices import CodeRadios
from portal.web.current import current_case, needs_case
from portal.web.forms import AnswerForm, AtMost
from portal.web.group import this_site
from portal.web.htmx import go_to
from portal.web.known import known, known_packs
from portal.web.language import PREFIX
from portal.web.topic_questions import answered, form_of, rows_shown, values_of

blueprint = Blueprint("topic", __name__, url_prefix=f"{PREFIX}/case/topic")


def _offered() -> tuple[Topic, ...]:
    """The topics of this group, and the one that the case has: no answer becomes impossible."""
    chosen = {*this_site().group.topics, current_case().record.case.topic}
    return tuple(one for one in Topic if one in chosen) if this_site().group.topics else (*Topic,)


class TopicForm(AnswerForm):
    """Which of the topics fits best."""

    topic = CodeRadios(
        _l("What is your problem about?"),
        _offered,
        validators=[InputRequired(_l("Select what your problem is about."))],
    )


class AboutForm(AnswerForm):
    """The problem in the player's own words."""

    topic_words = TextAreaField(
        _l("What is the problem, in a few sentences?"), validators=[AtMost(5000)]
    )


def _choose(form: TopicForm, case: Case) -> Case:
    return replace(case, topic=form.topic.code(Topic))


def _describe(form: AboutForm, case: Case) -> Case:
    return replace(case, topic_words=form.topic_words.data or "")


def _guide(case: Case) -> Mapping[str, Any]:
    guide, pack = guide_of(case), pack_of(case, known_packs())
    return {
        "guide": guide,
        "also": [known().bodies[name] for name in guide.also] if guide else [],
        "duties": told(pack, duties_of(case, pack), case.topic),
    }


TOPIC = Question(
    name="topic",
    form=TopicForm,
    template="pages/topic/choose.html",
    look=lambda case: case.topic,
    fill=lambda case: {"topic": case.topic},
    apply=_choose,
    after=lambda: url_for("topic.about"),
)

ABOUT = Question(
    name="about",
    form=AboutForm,
    template="pages/topic/about.html",
    look=lambda case: case.topic_words,
    fill=lambda case: {"topic_words": case.topic_words},
    apply=_describe,
    after=lambda: url_for("topic.questions"),
    context=_guide,
)


@blueprint.route("", methods=["GET", "POST"])
@needs_case
def choose() -> object:
    return answer(TOPIC)


@blueprint.route("/help-first", methods=["GET", "POST"])
@needs_case
def help_first() -> object:
    """Does he want help now? Asked once; either answer leads on, and neither is kept."""
    if request.method != "POST":
        return render_template("pages/topic/help_first.html")
    cases.update_record(current_case(), lambda record: replace(record, help_offered=True))
    return go_to(url_for("home.help" if "help" in request.form else "topic.about"))


@blueprint.route("/about", methods=["GET", "POST"])
@needs_case
def about() -> object:
    return go_to(url_for("topic.help_first")) if _offers_help() else answer(ABOUT)


def _offers_help() -> bool:
    """Whether the page makes way for the question about help: never for what was typed on it."""
    record = current_case().record
    guide = guide_of(record.case)
    is_asked = record.help_offered or request.method == "POST"
    return bool(guide and guide.offers_help_first and not is_asked)


@blueprint.route("/questions", methods=["GET", "POST"])
@needs_case
def questions() -> object:
    """What decides such cases, asked one by one; each may be left open."""
    opened = current_case()
    guide = _answered_guide() or guide_of(opened.record.case)
    return answer(_questions(guide, opened.record)) if guide else _choose_first()


@blueprint.route("/evidence", methods=["GET", "POST"])
@needs_case
def evidence() -> object:
    """Which pieces of evidence show what decides such cases."""
    case = current_case().record.case
    guide = guide_of(case)
    return answer(_evidence(guide, case)) if guide else _choose_first()


def _choose_first() -> Response:
    flash(_("First choose what your problem is about."))
    return go_to(url_for("topic.choose"))


def _answered_guide() -> TopicGuide | None:
    """Of the topic whose questions were sent: another tab may have changed that of the case."""
    sent = request.form.get("topic", "")
    return load_topics()[Topic(sent)] if sent in set(Topic) else None


def _questions(guide: TopicGuide, record: CaseRecord) -> Question:
    name = f"questions-{guide.topic}"
    rows = rows_shown(guide, record.case, record.drafts.get(name, ()))
    return Question(
        name=name,
        form=form_of(guide, rows),
        template="pages/topic/questions.html",
        look=lambda case: fitting_answers(case, guide),
        fill=lambda case: values_of(guide, case),
        apply=lambda form, case: answered(guide, form, case),
        after=_after_questions,
        context=lambda _case: {"guide": guide, "rows": rows, "most_rows": MAX_ROWS},
    )


def _after_questions() -> str:
    """Back to the list that should get more rows, else on to the casino."""
    more = request.form.get("more", "")
    return url_for("topic.questions", _anchor=f"ask-{more}") if more else url_for("casino.name")


def _evidence(guide: TopicGuide, case: Case) -> Question:
    return Question(
        name=f"deciding-{guide.topic}",
        form=topic_evidence.form_of(guide, case),
        template="pages/topic/evidence.html",
        look=lambda case: topic_evidence.chosen(guide, case),
        fill=lambda case: topic_evidence.values_of(guide, case),
        apply=lambda form, case: topic_evidence.ticked(guide, form.data, case),
        after=lambda: url_for("evidence.overview"),
        context=lambda case: {"guide": guide, "checklist": topic_evidence.checklist(case)},
    )
