"""Log lines without anything that a visitor typed.

The message of an exception can quote a value (a form field, a cookie, a part of the database), so
only its type is written, with the places in the code that led to it.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

from flask import Flask, request

from portal.config import Settings

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_log = logging.getLogger(__name__)


class PrivateFormatter(logging.Formatter):
    """One line a message, control characters shown; tracebacks without the exceptions' texts."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's own name)
        line = super().formatMessage(record)
        return "".join(one if one.isprintable() else repr(one)[1:-1] for one in line)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802
        return "\n".join(_types_and_places(ei[1]))


class JsonFormatter(PrivateFormatter):
    """The same as one JSON object a line, with the time in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        way = _types_and_places(record.exc_info[1]) if record.exc_info else []
        return json.dumps(line | ({"error": way} if way else {}))


def log_privately(app: Flask, settings: Settings) -> None:
    """Gives the process one log, on standard error, and takes the values out of every handler."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler(sys.stderr))
    formatter = JsonFormatter() if settings.log_format == "json" else PrivateFormatter()
    for logger in (root, logging.getLogger("gunicorn.error")):
        for handler in logger.handlers:
            handler.setFormatter(formatter)
    logging.getLogger("gunicorn.error").addFilter(_without_visitor)
    app.log_exception = log_exception  # type: ignore[method-assign]


def _without_visitor(record: logging.LogRecord) -> bool:
    """gunicorn quotes the visitor's network address and his request; the line stays, they go."""
    if str(record.msg).startswith(("Invalid request from", "Error handling request")):
        record.msg, record.args = "a request failed before it reached the site", ()
    return True


def log_exception(exc_info: ExcInfo) -> None:
    """What Flask calls for an unhandled exception; its own way would write the address."""
    _log.error("error in %s", request.endpoint, exc_info=exc_info)


def log_refusal(error: Exception) -> None:
    """One line for a request that was refused: the kind of error and the view, no values."""
    _log.warning("%s in %s", type(error).__name__, request.endpoint)


def _types_and_places(error: BaseException | None) -> list[str]:
    """The exception and those that led to it, the first one first."""
    if error is None:
        return []
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    places = [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]
    kind = type(error)
    return [*_types_and_places(earlier), *places, f"{kind.__module__}.{kind.__qualname__}"]
