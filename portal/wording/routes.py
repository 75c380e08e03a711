"""Who can decide: each recipient's name, when he can go there, what it can do and what closes."""

from collections.abc import Callable

from portal.domain.bodies import Bound
from portal.domain.case import Case
from portal.domain.router import Ability, Choice, Possible, Who
from portal.domain.router_warnings import Alert, Warned
from portal.domain.rules import RulePack
from portal.i18n import current_language, format_amount, format_day, gettext, ngettext
from portal.wording.names import recipient_name, standing_alone
from portal.wording.source import N_

_ROLES: dict[Who, str] = {
    Who.CASINO: N_("The casino itself"),
    Who.DISPUTE: N_("Independent dispute body"),
    Who.AUTHORITY: N_("Gambling regulator, after the other steps"),
    Who.REPORT: N_("Gambling regulator, without the other steps"),
    Who.OPEN: N_("Independent dispute body that you can go to yourself"),
    Who.MEDIATOR: N_("Mediator that you can choose yourself"),
    Who.NEIGHBOUR: N_("For a part of your problem"),
}

_ABILITIES: dict[Ability, str] = {
    Ability.SETTLES: N_(
        "The casino itself can give you what you ask for. That is why you start there."
    ),
    Ability.DECIDES: N_("It can decide who is right in a dispute between you and the casino."),
    Ability.NO_DECISION: N_("It does not decide who gets the money in a dispute."),
    Ability.UNCLEAR: N_("We do not know whether it can decide about your dispute. Ask it first."),
    Ability.NO_MONEY_ASKED: N_("You do not ask for money. Then you can skip this step."),
    Ability.NOT_NAMED: N_(
        "Look in the terms of the casino which dispute body it names. Then fill that in."
    ),
    Ability.UNDER_MINIMUM: N_("It takes no dispute about less than %(amount)s."),
    Ability.OVER_MAXIMUM: N_("It takes no dispute about more than %(amount)s."),
}

_ALERTS: dict[Alert, tuple[str, str]] = {
    Alert.UNLICENSED: (
        N_("You found no licence for this casino"),
        N_(
            "So no regulator can make it reply. "
            "Get legal advice before you give your own name to a regulator."
        ),
    ),
    Alert.LICENCE_ELSEWHERE: (
        N_("The licence may not count for your country"),
        N_(
            "This licence is from another country: %(licence)s. "
            "Your own country has a regulator too: %(home)s. "
            "Check on the website whether the casino also has a licence for your country."
        ),
    ),
    Alert.LOOK_ALIKE: (
        N_("This only looks like a licence"),
        N_("You copied this from the website of the casino: %(found)s."),
    ),
    Alert.RETIRED_ROUTE: (
        N_("The casino names a route that ended"),
        N_("It is about this: %(found)s. Do not fill it in as the dispute body."),
    ),
}


def choice_name(choice: Choice, case: Case, pack: RulePack) -> str:
    """The full name of a recipient, judged by `pack`, or of a body beside the ladder."""
    name = choice.body.name.in_language(current_language()) if choice.body else ""
    if choice.recipient:
        name = recipient_name(choice.recipient, pack, case)
    return standing_alone(name)


def choice_role(choice: Choice) -> str:
    """What the recipient is to the player, in a few words."""
    return gettext(_ROLES[choice.who])


def possible_sentence(choice: Choice) -> str:
    """Whether he can go there today, or from which day; for those whom the gate judges."""
    return _POSSIBLE[choice.possible](choice)


def ability_sentences(choice: Choice) -> list[str]:
    """What it can do for this player, as far as his case or a flag of the file says so."""
    return [gettext(_ABILITIES[one], amount=_amount(choice, one)) for one in choice.abilities]


def alert_title(warned: Warned) -> str:
    return gettext(_ALERTS[warned.alert][0])


def alert_sentence(warned: Warned) -> str:
    """What is wrong; what our files say about it comes after it."""
    names = [one.in_language(current_language()) for one in warned.names]
    licence, *home = names or [""]
    return gettext(_ALERTS[warned.alert][1], found=licence, licence=licence, home=", ".join(home))


def _amount(choice: Choice, ability: Ability) -> str:
    if choice.body is None:
        return ""
    bounds: dict[Ability, Bound | None] = {
        Ability.UNDER_MINIMUM: choice.body.minimum,
        Ability.OVER_MAXIMUM: choice.body.maximum,
    }
    bound = bounds.get(ability)
    return format_amount(bound.money) if bound else ""


def _sent(choice: Choice) -> str:
    if choice.from_day is None:
        return gettext("You sent it.")
    return gettext("You sent it on %(day)s.", day=format_day(choice.from_day))


def _incomplete(choice: Choice) -> str:
    return ngettext(
        "You can go there when %(number)s more thing is filled in.",
        "You can go there when %(number)s more things are filled in.",
        choice.open_things,
    )


def _later(choice: Choice) -> str:
    first = format_day(choice.from_day) if choice.from_day else ""
    said = gettext("You can go there from %(day)s.", day=first)
    if not choice.open_things:
        return said
    meanwhile = ngettext(
        "Fill in %(number)s more thing until then.",
        "Fill in %(number)s more things until then.",
        choice.open_things,
    )
    return f"{said} {meanwhile}"


_POSSIBLE: dict[Possible, Callable[[Choice], str]] = {
    Possible.NOW: lambda _: gettext("You can go there now."),
    Possible.SENT: _sent,
    Possible.INCOMPLETE: _incomplete,
    Possible.AFTER: lambda _: gettext("Another step comes first."),
    Possible.LATER: _later,
    Possible.NOT: lambda _: gettext("You cannot go there."),
}
