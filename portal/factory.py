"""The web application, put together in named steps. A step that finds something wrong raises."""

import os
from collections.abc import Callable

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Settings, load_settings, make_instance_dir, read_secret_key
from portal.store.database import init_store

Step = Callable[[Flask, Settings], None]


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
        SQLALCHEMY_DATABASE_URI=settings.database,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_body_bytes,
        MAX_FORM_PARTS=2000,
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


def add_health_page(app: Flask, _settings: Settings) -> None:
    """Answer `/health`, for monitors: the process serves."""
    app.add_url_rule("/health", "health", lambda: Response("ok\n", mimetype="text/plain"))


STEPS: tuple[Step, ...] = (configure, trust_proxy, open_store, add_health_page)
