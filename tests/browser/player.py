"""A player at his browser: finds everything by its role and its words, in his own language."""

import re

from playwright.sync_api import Download, Locator, Page, Response

from portal.i18n import format_partial, gettext, use_language
from portal.web.forms import AnswerForm
from portal.wording import label
from tests.browser.site import Site
from tests.browser.watch import Watch


class Player:
    """One page of one browser. Every page that he comes to is looked at."""

    def __init__(self, page: Page, site: Site, language: str, watch: Watch) -> None:
        self.page = page
        self.site = site
        self.language = language
        self.watch = watch

    # -- words -----------------------------------------------------------------------------

    def say(self, message: str, **values: object) -> str:
        """A sentence of the site, in his language."""
        with use_language(self.language):
            return gettext(message, **values)

    def name_of(self, code: str) -> str:
        """The words for a code of the domain, in his language."""
        with use_language(self.language):
            return label(code)  # type: ignore[arg-type]

    def day(self, partial: str) -> str:
        """A day as he types it: "27 maart 2026", "september 2026"."""
        with use_language(self.language):
            return format_partial(partial)

    def language_name(self, language: str) -> str:
        """ "Dutch" or "English", as the questions call them."""
        return self.say({"nl": "Dutch", "en": "English"}[language])

    # -- going about -----------------------------------------------------------------------

    def open(self, path: str) -> Response:
        """Types an address into the browser; `path` is what follows the language."""
        answer = self.page.goto(self.site.url(self.language, path))
        assert answer
        self.watch.look(self.page, answer)
        return answer

    def sign_in(self, key: str) -> None:
        """Opens his case with its key."""
        self.open("/sign-in")
        self.page.get_by_label(self.say("Your case key"), exact=True).fill(key)
        self.press("Open your case")

    def follow(self, message: str, **values: object) -> Response:
        """Goes where a link with these words leads."""
        return self.go(self.link(message, **values))

    def press(self, message: str, **values: object) -> Response:
        """Presses the button with these words."""
        return self.go(self.button(message, **values))

    def link(self, message: str, **values: object) -> Locator:
        name = self.say(message, **values)
        return self.page.get_by_role("link", name=name, exact=True).first

    def go(self, element: Locator) -> Response:
        """Clicks on what leads to another page; the answer that the page came in."""
        with self.page.expect_navigation() as arrival:
            element.click()
        self.watch.look(self.page, arrival.value)
        return arrival.value

    def download(self, message: str) -> Download:
        with self.page.expect_download() as fetched:
            self.link(message).click()
        return fetched.value

    def button(self, message: str, **values: object) -> Locator:
        name = self.say(message, **values)
        return self.page.get_by_role("button", name=name, exact=True)

    def another_tab(self) -> "Player":
        """A second tab of the same browser."""
        return Player(self.page.context.new_page(), self.site, self.language, self.watch)

    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    # -- answering -------------------------------------------------------------------------

    def field(self, form: type[AnswerForm], name: str) -> Locator:
        """A text field, by the label that the form gives it."""
        return self.page.get_by_role("textbox", name=self._question(form, name))

    def fill(self, form: type[AnswerForm], **texts: str) -> None:
        """Types into the text fields with these names."""
        for name, text in texts.items():
            self.field(form, name).fill(text)

    def choose(self, form: type[AnswerForm], name: str, *options: str) -> None:
        """Picks answers of a question with radio buttons or checkboxes, by their words."""
        group = self.page.get_by_role("group", name=self._question(form, name))
        for option in options:
            radio = group.get_by_role("radio", name=option, exact=True)
            box = group.get_by_role("checkbox", name=option, exact=True)
            click_on(radio.or_(box))

    def tick(self, form: type[AnswerForm], name: str) -> None:
        """Ticks a box that stands alone."""
        click_on(self.page.get_by_role("checkbox", name=self._question(form, name)))

    def save(self) -> Response:
        """Saves a page that must be accepted."""
        before = self.heading()
        answer = self.press("Save and continue")
        problems = self.page.get_by_role("alert").all_inner_texts()
        assert answer.status == 200, (before, answer.status, problems)
        return answer

    def _question(self, form: type[AnswerForm], name: str) -> re.Pattern[str]:
        """The label of a field, which may say that the answer is optional."""
        with use_language(self.language):
            words, optional = str(getattr(form, name).args[0]), gettext("(optional)")
        return re.compile(f"^{re.escape(words)}( {re.escape(optional)})?$")


def click_on(choice: Locator) -> None:
    """Chooses; the whole row is the label, so the click lands on that and not on the button."""
    choice.check(force=True)
