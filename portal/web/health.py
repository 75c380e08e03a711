"""Two short answers for monitors and load balancers: the process serves, and the site can work."""

import logging
import os
import shutil
from collections.abc import Callable

from flask import Blueprint, Response, current_app

from portal.config import Settings
from portal.store.database import database_is_ready
from portal.store.objects import answers, evidence

NO_ROOM = 200_000_000  # bytes; with less on the disk nothing more should come in

blueprint = Blueprint("health", __name__, url_prefix="/health")

_log = logging.getLogger(__name__)


@blueprint.route("/live")
def live() -> Response:
    return _answer("ok", 200)


@blueprint.route("/ready")
def ready() -> Response:
    """What is wrong is told in the log alone: anybody may ask here."""
    broken = [name for name, works in _PARTS.items() if not works()]
    if broken:
        _log.error("not ready: %s", ", ".join(broken))
        return _answer("not ready", 503)
    return _answer("ok", 200)


def _disk_has_room() -> bool:
    settings: Settings = current_app.extensions["settings"]
    folder = settings.instance_dir
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= NO_ROOM


_PARTS: dict[str, Callable[[], bool]] = {
    "database": database_is_ready,
    "disk": _disk_has_room,
    "evidence": lambda: answers(evidence()),
}


def _answer(text: str, status: int) -> Response:
    return Response(f"{text}\n", status, mimetype="text/plain")
