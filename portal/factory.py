"""The web application, put together in named steps. A step that finds something wrong raises."""

import os
from collections.abc import Callable

from flask import Blueprint, Flask, g
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import i18n, wording
from portal.commands.database import store_config
from portal.config import Settings, SettingsError, load_settings, variable_name
from portal.documents.pool import RenderPool
from portal.domain.plain_text import paragraphs
from portal.instance import make_instance_dir, read_secret_key
from portal.store.database import init_store
from portal.web import (
    access,
    authorities,
    case_files,
    cases,
    casino,
    chat_rows,
    chats,
    closing,
    contacts,
    evidence,
    facts,
    figures,
    file_pages,
    files,
    group,
    group_admin,
    health,
    home,
    known,
    leaving,
    letters,
    mails,
    offers,
    packets,
    payments,
    player,
    remedy,
    reminders,
    replies,
    sending,
    sharing,
    staff,
    staff_cases,
    staff_codes,
    staff_desk,
    staff_people,
    topic,
    transcripts,
    verify,
    who,
    words,
)
from portal.web.assets import serve_assets, static_url
from portal.web.current import is_helping, is_signed_in, may_change
from portal.web.errors import explain_errors
from portal.web.language import speak, switch_url
from portal.web.limits import limit_requests
from portal.web.logs import log_privately
from portal.web.metrics import Metrics
from portal.web.roles import check_roles
from portal.web.security import secure
from portal.web.session import configure_cookies
from portal.web.uploads import take_uploads

Step = Callable[[Flask, Settings], None]

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.blueprint,
    access.blueprint,
    cases.blueprint,
    case_files.blueprint,
    topic.blueprint,
    transcripts.blueprint,
    casino.blueprint,
    facts.blueprint,
    closing.blueprint,
    contacts.blueprint,
    mails.blueprint,
    chats.blueprint,
    chat_rows.blueprint,
    remedy.blueprint,
    payments.blueprint,
    evidence.blueprint,
    files.blueprint,
    file_pages.blueprint,
    player.blueprint,
    packets.blueprint,
    leaving.blueprint,
    offers.blueprint,
    sending.blueprint,
    replies.blueprint,
    reminders.blueprint,
    letters.blueprint,
    authorities.blueprint,
    verify.blueprint,
    who.blueprint,
    staff.blueprint,
    sharing.blueprint,
    staff_cases.blueprint,
    staff_desk.blueprint,
    staff_people.blueprint,
    staff_codes.blueprint,
    group_admin.blueprint,
    figures.blueprint,
    health.blueprint,
)

_ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})


def build_app(settings: Settings | None = None) -> Flask:
    """Return the application with every step of `STEPS` carried out, in that order."""
    chosen = settings or load_settings(os.environ)
    app = Flask("portal", static_folder="../static", template_folder="../templates")
    for step in STEPS:
        step(app, chosen)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Put the settings into Flask's own names, with its limits closed rather than open."""
    make_instance_dir(settings)
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=read_secret_key(settings),
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_body_bytes,
        MAX_FORM_PARTS=2000,
        **store_config(settings),
    )


def trust_proxy(app: Flask, settings: Settings) -> None:
    """Believe X-Forwarded-* from exactly the host's own proxies, and from nobody else."""
    hops = settings.behind_proxy
    if hops:
        wrapped = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = wrapped  # type: ignore[method-assign]


def open_store(app: Flask, _settings: Settings) -> None:
    """Connect the database; its tables are made by `./hogerop migrate`."""
    init_store(app)


def check_catalogues(_app: Flask, _settings: Settings) -> None:
    """Refuse to serve without the Dutch sentences."""
    i18n.check_catalogues()


def protect_forms(app: Flask, settings: Settings) -> None:
    """Cookies and form tokens. A name that others reach needs TLS, so a proxy in front.

    Raises `SettingsError` without one: keys and cookies would cross the network unlocked.
    """
    others = set(settings.trusted_hosts) - _ON_THIS_MACHINE
    if others and not settings.behind_proxy:
        raise SettingsError(
            f"{variable_name('trusted_hosts')} names {', '.join(sorted(others))}, which needs "
            f"HTTPS. Put a reverse proxy in front and set {variable_name('behind_proxy')} to 1."
        )
    configure_cookies(app, over_tls=settings.behind_proxy > 0)
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: long forms, several tabs
        WTF_CSRF_SSL_STRICT=False,  # portal.web.security looks at Sec-Fetch-Site and Origin
    )


def add_tokens(app: Flask, _settings: Settings) -> None:
    """Check the token of every form; after the language, so that a refusal speaks it."""
    tokens = CSRFProtect(app)
    # Mail programs stop reminders with a POST of their own (RFC 8058); its address is the secret.
    tokens.exempt(f"{reminders.__name__}.{reminders.stop.__name__}")


def add_language(app: Flask, _settings: Settings) -> None:
    """Speak the language of the address."""
    speak(app)


def furnish_templates(app: Flask, settings: Settings) -> None:
    """What every template may use. A name that is not there is an error, not an empty text."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    i18n.install(environment)
    environment.globals.update(
        {name: getattr(wording, name) for name in wording.__all__},
        site_name=settings.site_name,  # for the page that stands alone; others have the group's
        paragraphs=paragraphs,
        static_url=static_url,
        has_errors=False,
        answer_form=False,
    )
    app.context_processor(_about_this_request)


def _about_this_request() -> dict[str, object]:
    return {
        "csp_nonce": g.csp_nonce,
        "language": g.language,
        "other_language": i18n.other_language(g.language),
        "switch_url": switch_url(),
        "signed_in": is_signed_in(),
        "site": group.this_site().group,
        "site_name": group.site_name(),
        "theme_url": group.theme_url(),
        "logo_url": group.logo_url(),
        "helping": is_helping(),
        "may_change": "opened" in g and may_change(g.opened),
    }


def start_printing(app: Flask, settings: Settings) -> None:
    """Make PDF files in processes of their own, which start with the first job."""
    pool = RenderPool(settings.render_processes, settings.render_queue)
    app.extensions["render"] = pool.render
    app.extensions["write_letter"] = pool.write_letter
    if settings.metrics_port:
        metrics = Metrics(pool.size, lambda: pool.busy)
        app.extensions["metrics"] = metrics
        app.extensions["render"] = metrics.counting(pool.render)


def add_pages(app: Flask, _settings: Settings) -> None:
    """Every subject's pages."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


# In this order: requests pass the checks in the order of their steps.
STEPS: tuple[Step, ...] = (
    log_privately,
    configure,
    known.learn,
    trust_proxy,
    check_catalogues,
    open_store,
    protect_forms,
    add_language,
    secure,
    take_uploads,
    add_tokens,
    serve_assets,
    furnish_templates,
    words.furnish,
    start_printing,
    explain_errors,
    group.introduce,
    add_pages,
    limit_requests,
    check_roles,
)
