"""What is it about? The topic, its honest outlook, and what to write down."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, url_for
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from portal.domain.case import Case
from portal.domain.codes import Topic
from portal.domain.parts import replace
from portal.i18n import lazy_gettext as _l
from portal.knowledge.loader import load_topics
from portal.web.answers import Question, answer
from portal.web.choices import CodeRadios
from portal.web.current import needs_case
from portal.web.forms import AnswerForm, AtMost
from portal.web.language import PREFIX

blueprint = Blueprint("topic", __name__, url_prefix=f"{PREFIX}/case/topic")


class TopicForm(AnswerForm):
    """Which of the topics fits best."""

    topic = CodeRadios(
        _l("What is your problem about?"),
        Topic,
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
    return {"guide": load_topics()[case.topic] if case.topic else None}


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
    after=lambda: url_for("casino.name"),
    context=_guide,
)


@blueprint.route("", methods=["GET", "POST"])
@needs_case
def choose() -> object:
    return answer(TOPIC)


@blueprint.route("/about", methods=["GET", "POST"])
@needs_case
def about() -> object:
    return answer(ABOUT)
