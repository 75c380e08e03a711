"""The macros in templates/components, with WTForms fields."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    Form,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from portal import i18n
from portal.domain.codes import State

ROOT = Path(__file__).parents[2] / "templates"
STATUSES = ("done", "busy", "todo", "blocked", "problem", "skipped")


class ContactForm(Form):  # type: ignore[misc]  # WTForms has no types
    when = StringField("When?", [DataRequired("Enter the date."), Length(max=40)])
    unknown = BooleanField("I do not know the date")
    words = TextAreaField("What did you say?")
    file = FileField("Which file?")
    channel = RadioField(
        "How?",
        [DataRequired("Select how.")],
        choices=[SelectChoice("chat", "Chat"), SelectChoice("email", "E-mail")],
    )
    asked = SelectMultipleField(
        "What?", choices=[SelectChoice("help", "Help"), SelectChoice("unknown", "I do not know")]
    )


@pytest.fixture
def environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT), autoescape=True, undefined=StrictUndefined
    )
    i18n.install(environment)
    return environment


def wrong_form() -> ContactForm:
    form = ContactForm(MultiDict({"words": "<b>bold</b>"}))
    form.validate()
    return form


def render(environment: Environment, file: str, call: str, **values: object) -> BeautifulSoup:
    name = call.partition("(")[0]
    template = f'{{% from "components/{file}.html" import {name} %}}{{{{ {call} }}}}'
    html = environment.from_string(template).render(**values)
    return BeautifulSoup(html, "html.parser")


def only(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def described_by(page: BeautifulSoup, element: Tag) -> str:
    ids = str(element["aria-describedby"]).split()
    return " ".join(only(page, f"#{one}").get_text() for one in ids)


def test_a_field_is_tied_to_its_label_hint_and_error(environment: Environment) -> None:
    page = render(environment, "field", "field(f, hint='As you remember it.')", f=wrong_form().when)
    entry = only(page, "input")
    assert only(page, "label")["for"] == entry["id"]
    assert described_by(page, entry) == "As you remember it. Error: Enter the date."
    assert entry["aria-invalid"] == "true"
    assert only(page, "div.field.bad")


def test_the_browser_neither_checks_nor_cuts_what_is_typed(environment: Environment) -> None:
    entry = only(render(environment, "field", "field(f)", f=wrong_form().when), "input")
    assert not {"required", "maxlength"} & entry.attrs.keys()


def test_a_field_without_hint_and_error_describes_nothing(environment: Environment) -> None:
    entry = only(render(environment, "field", "field(f)", f=ContactForm().when), "input")
    assert not {"aria-describedby", "aria-invalid", "class"} & entry.attrs.keys()


@pytest.mark.parametrize(
    ("kind", "attribute", "value"),
    [
        ("email", "autocomplete", "email"),
        ("email", "type", "email"),
        ("tel", "autocomplete", "tel"),
        ("amount", "inputmode", "decimal"),
        ("date", "autocomplete", "off"),
        ("time", "autocomplete", "off"),
        ("key", "autocapitalize", "characters"),
    ],
)
def test_a_kind_of_field_helps_the_phone(
    environment: Environment, kind: str, attribute: str, value: str
) -> None:
    page = render(environment, "field", "field(f, kind=kind)", f=ContactForm().when, kind=kind)
    assert only(page, "input")[attribute] == value


def test_typed_text_comes_back_escaped(environment: Environment) -> None:
    page = render(environment, "field", "field(f, kind='textarea')", f=wrong_form().words)
    assert only(page, "textarea").get_text().strip() == "<b>bold</b>"


def test_a_question_can_be_the_heading_of_its_page(environment: Environment) -> None:
    label = render(environment, "field", "field(f, heading=true)", f=ContactForm().when)
    assert only(label, "h1 > label").get_text() == "When?"
    legend = render(environment, "radios", "radios(f, heading=true)", f=ContactForm().channel)
    assert only(legend, "legend > h1").get_text() == "How?"


def test_a_file_is_chosen_with_its_label_hint_and_error(environment: Environment) -> None:
    form = ContactForm()
    plain = only(render(environment, "file_input", "file_input(f)", f=form.file), "input")
    assert not plain.has_attr("aria-describedby")
    assert not plain.has_attr("multiple")
    form.file.errors = ["Choose a file."]
    call = "file_input(f, hint='A PDF.', accept='application/pdf,.pdf', multiple=true)"
    page = render(environment, "file_input", call, f=form.file)
    chosen = only(page, "input[type=file]")
    assert only(page, f"label[for={chosen['id']}]").get_text() == "Which file?"
    assert described_by(page, chosen) == "A PDF. Error: Choose a file."
    assert (chosen["name"], chosen["accept"]) == ("file", "application/pdf,.pdf")
    assert chosen["aria-invalid"] == "true"
    assert chosen.has_attr("multiple")


def test_choices_stand_in_a_group_that_says_the_question_and_the_error(
    environment: Environment,
) -> None:
    page = render(
        environment,
        "radios",
        "radios(f, hints={'chat': 'In the app too.'})",
        f=wrong_form().channel,
    )
    assert only(page, "legend").get_text() == "How?"
    assert described_by(page, only(page, "fieldset")) == "Error: Select how."
    assert [one["for"] for one in page.select("label")] == [
        one["id"] for one in page.select("input")
    ]
    assert described_by(page, page.select("input")[0]) == "In the app too."


def test_the_answer_that_excludes_the_others_is_marked(environment: Environment) -> None:
    form = ContactForm(MultiDict({"asked": "unknown"}))
    page = render(environment, "checkboxes", "checkboxes(f, exclusive='unknown')", f=form.asked)
    marked = only(page, "input[data-exclusive]")
    assert marked["value"] == "unknown"
    assert marked.has_attr("checked")
    assert only(page, "p.or").find_next("input") is marked


def test_a_date_can_be_unknown(environment: Environment) -> None:
    form = ContactForm(MultiDict({"unknown": "y"}))
    page = render(environment, "date_question", "date_question(f, u)", f=form.when, u=form.unknown)
    box = only(page, "input[type=checkbox]")
    assert box.has_attr("checked")
    assert only(page, f"label[for={box['id']}]").get_text() == "I do not know the date"
    group = only(page, "[role=group]")
    assert only(page, f"#{group['aria-labelledby']}").get_text() == "When?"


def test_the_error_summary_takes_the_focus_and_leads_to_each_field(
    environment: Environment,
) -> None:
    form = wrong_form()
    page = render(environment, "error_summary", "error_summary(form)", form=form)
    summary = only(page, "div.error-summary")
    assert summary["tabindex"] == "-1"
    assert summary.has_attr("autofocus")
    assert [link["href"] for link in page.select("a")] == ["#when", "#channel-0"]
    choices = render(environment, "radios", "radios(f)", f=form.channel)
    assert choices.select("#channel-0")


def test_without_errors_there_is_no_summary(environment: Environment) -> None:
    form = ContactForm()
    assert not render(environment, "error_summary", "error_summary(form)", form=form).select("div")


def test_an_error_of_the_whole_form_is_in_the_summary(environment: Environment) -> None:
    form = ContactForm()
    form.form_errors = ["Choose one of the two."]
    page = render(environment, "error_summary", "error_summary(form)", form=form)
    assert only(page, "li").get_text() == "Choose one of the two."


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_of_a_task_has_words(environment: Environment, status: str) -> None:
    assert only(render(environment, "tag", f"tag('{status}')"), "span").get_text()


def test_a_task_that_cannot_start_yet_is_no_link(environment: Environment) -> None:
    rows = [
        {"title": "Manager", "url": "/manager", "hint": "", "status": "todo"},
        {"title": "Complaint", "url": "", "hint": "First the manager.", "status": "blocked"},
    ]
    page = render(environment, "task_list", "task_list(rows)", rows=rows)
    assert described_by(page, only(page, "a")) == "Not yet started"
    assert page.select("li")[1].get_text(" ", strip=True) == (
        "Complaint First the manager. Cannot start yet"
    )


@pytest.mark.parametrize("state", State)
def test_every_state_of_a_finding_has_words_besides_its_picture(
    environment: Environment, state: State
) -> None:
    page = render(environment, "finding", "finding(state, 'You wrote.')", state=state.value)
    assert only(page, "strong").get_text()
    assert only(page, "svg")["aria-hidden"] == "true"


def test_a_missing_answer_is_named_and_each_change_link_says_what(
    environment: Environment,
) -> None:
    rows = [{"key": "Your name", "value": "", "url": "/name"}]
    page = render(environment, "summary_list", "summary_list(rows)", rows=rows)
    assert page.select("dd")[0].get_text() == "Not provided"
    assert only(page, "a").get_text() == "Change Your name"


def test_what_is_copied_is_exactly_the_text(environment: Environment) -> None:
    text = "Hello,\n\n  <please> answer."
    page = render(environment, "copy_text", "copy_text('chat', text, lang='en')", text=text)
    source = only(page, f"#{only(page, 'button')['data-copy']}")
    assert source.get_text() == text
    assert source["lang"] == "en"
    assert only(page, f"#{only(page, 'button')['aria-describedby']}")["role"] == "status"


def test_the_case_key_is_shown_in_groups_and_copied_whole(environment: Environment) -> None:
    text = "M1CQ-QRMN-DDBD-640Z-KE16-C3E0-2FWJ"
    page = render(environment, "case_key", "case_key(text)", text=text)
    assert only(page, "#case-key").get_text() == text
    assert len(page.select("#case-key span")) == 7


def test_both_buttons_of_a_form_save(environment: Environment) -> None:
    page = render(environment, "buttons", "save_buttons()")
    onward, later = page.select("button")
    assert onward.get_text() == "Save and continue"
    assert not onward.has_attr("name")
    assert later["name"] == "later"
