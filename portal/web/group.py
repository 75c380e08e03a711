"""Whose site this is: what every page shows of the group, its colours and its logo."""

from collections.abc import Collection
from typing import cast

from flask import Flask, Response, current_app, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.config import Settings, SettingsError
from portal.domain.group import Mark
from portal.services.group import BadGroup, Site, draft, newest, read_folder
from portal.web.assets import FOREVER, static_url
from portal.web.theme import stylesheet, stylesheet_mark


class _Shown:
    """The site at its start (the file), and as this process saw it last."""

    def __init__(self, start: Site) -> None:
        self.start = self.latest = start


def introduce(app: Flask, settings: Settings) -> None:
    """Reads the group's file, and serves its colours and logo; after `known.learn`.

    Raises SettingsError, which names file, key and reason.
    """
    app.extensions["group"] = _Shown(read_site(settings, app.extensions["known"].packs))
    app.add_url_rule("/theme-<string:mark>.css", "theme", theme)
    app.add_url_rule("/logo-<string:mark>", "logo", logo)


def read_site(settings: Settings, packs: Collection[str]) -> Site:
    """The site of `group.toml`; `packs` are the ids of the rule packs. Raises SettingsError."""
    try:
        return read_folder(settings.instance_dir, packs)
    except BadGroup as fault:
        raise SettingsError(f"In {settings.instance_dir}: {fault}") from fault


def this_site() -> Site:
    """The site of this request. Each request asks once whether somebody saved another."""
    if "site" not in g:
        shown: _Shown = current_app.extensions["group"]
        shown.latest = newest(shown.start, shown.latest)
        g.site = shown.latest
    return cast(Site, g.site)


def site_name() -> str:
    return this_site().group.name or _settings().site_name


def first_language() -> str:
    """The language for who asks for neither; as last seen, since a broken database speaks too."""
    shown: _Shown = current_app.extensions["group"]
    return shown.latest.group.first_language


def retention_months() -> int:
    """After how many months without a visit a case expires."""
    return this_site().group.retention_months or _settings().retention_months


def closed_months() -> int:
    """For how many months a closed case is kept."""
    return this_site().group.closed_months or _settings().closed_months


def paper_mark() -> Mark:
    """What packets say of the group, if it wants so."""
    return this_site().on_packets()


def theme(mark: str) -> Response:
    """The group's colours: one small style sheet, whose address changes with it.

    Whoever knows the mark of the draft may see its colours: they are no secret.
    """
    site = this_site()
    if mark != stylesheet_mark(site):
        site = draft() or site
    return _lasting(Response(stylesheet(site), mimetype="text/css"), mark == stylesheet_mark(site))


def logo(mark: str) -> AnyResponse:
    """The group's logo; ours when it has none."""
    site = this_site()
    found = site.logo
    if found is None or mark != found.mark:
        found = (draft() or site).logo
    if found is None:
        return redirect(static_url("img/icon.svg"), code=303)
    return _lasting(Response(found.data, mimetype=found.media_type), mark == found.mark)


def theme_url() -> str:
    """The address of the style sheet; "" for a site that looks like ours."""
    site = this_site()
    if not site.group.has_colours and not site.logo:
        return ""
    return f"{request.script_root}/theme-{stylesheet_mark(site)}.css"


def logo_url() -> str:
    """The address of the logo; "" without one."""
    found = this_site().logo
    return f"{request.script_root}/logo-{found.mark}" if found else ""


def _lasting(response: Response, names_content: bool) -> Response:
    """Browsers keep what its address names; another node may still show what was before."""
    response.headers["Cache-Control"] = FOREVER if names_content else "no-cache"
    return response


def _settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])
