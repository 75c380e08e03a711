"""What this site knows: our packs and bodies, and the host's own in his instance folder.

Read once, when the site starts, so that a mistake in a file stops the start and no page.
"""

from collections.abc import Mapping

from flask import Flask, current_app

from portal.config import Settings, SettingsError
from portal.domain.bodies import Body
from portal.domain.known import Known
from portal.domain.rules import RulePack
from portal.knowledge.checks import PackError
from portal.knowledge.loader import load_known
from portal.web.group import this_site


def learn(app: Flask, settings: Settings) -> None:
    """Reads everything for the pages. Raises SettingsError, which names file, key and reason."""
    app.extensions["known"] = read_known(settings)


def read_known(settings: Settings) -> Known:
    """What the site with these settings knows. Raises SettingsError, as `learn`."""
    try:
        return load_known(settings.packs_folder)
    except PackError as fault:
        raise SettingsError(f"A pack in {settings.packs_folder} is wrong: {fault}") from fault


def known() -> Known:
    """What the site of this request uses: of the regulators only those that the group chose."""
    found: Known = current_app.extensions["known"]
    return found.only(this_site().group.authorities)


def all_packs() -> Mapping[str, RulePack]:
    """The rule packs that the group may choose from."""
    found: Known = current_app.extensions["known"]
    return found.packs


def known_packs() -> Mapping[str, RulePack]:
    """The rule packs of the site of this request, by id."""
    return known().packs


def known_bodies() -> Mapping[str, Body]:
    """The other bodies of the site of this request, by id."""
    return known().bodies
