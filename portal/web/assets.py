"""Static files under addresses that change with their content, and answers made small.

What is compressed and what never is: docs/decisions/0003-compression.md.
"""

import gzip
import hashlib
from functools import cache, lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, current_app, request

from portal.config import Settings

FOREVER = "public, max-age=31536000, immutable"
_TEXT_TYPES = frozenset(
    {"text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml", "application/json"}
)
_WITHOUT_BODY = frozenset({204, 206, 304})
_SMALLEST = 500  # bytes; below this a compressed answer is hardly smaller
# Level for pages (made anew each time) and for static files (made once per process).
_BROTLI_LEVELS = (5, 11)
_GZIP_LEVELS = (6, 9)


def serve_assets(app: Flask, _settings: Settings) -> None:
    """Compresses text answers, and lets browsers keep static files whose address names them."""
    app.after_request(_finish)


def static_url(path: str) -> str:
    """The address of a file in static/ ("css/site.css"), with a mark of its content in it.

    Works without a route, as on the error page for a foreign host name.
    """
    return f"{request.script_root}{current_app.static_url_path}/{path}?v={_current_mark(path)}"


def _finish(response: Response) -> Response:
    is_static = request.endpoint == "static"
    if is_static and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = FOREVER if _names_content() else "no-cache"
    return _compress(response, is_static=is_static)


def _names_content() -> bool:
    """Whether the address changes when the file does; folders of static/vendor hold a version."""
    path = str((request.view_args or {})["filename"])
    return path.startswith("vendor/") or request.args.get("v") == _current_mark(path)


def _current_mark(path: str) -> str:
    file = Path(str(current_app.static_folder)) / path
    return _mark(file, file.stat().st_mtime_ns)


@cache
def _mark(file: Path, _changed_ns: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _compress(response: Response, *, is_static: bool) -> Response:
    if response.mimetype not in _TEXT_TYPES or response.status_code in _WITHOUT_BODY:
        return response
    response.vary.add("Accept-Encoding")
    encoding = _accepted_encoding()
    is_secret = "no-store" in response.headers.get("Cache-Control", "")
    if not encoding or is_secret or "Content-Encoding" in response.headers:
        return response
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) < _SMALLEST:
        return response
    response.set_data(_shrink_once(data, encoding) if is_static else _shrink(data, encoding, 0))
    response.headers["Content-Encoding"] = encoding
    tag, _weak = response.get_etag()
    if tag:  # other bytes than the file's, so no longer its strong mark
        response.set_etag(tag, weak=True)
    return response


def _accepted_encoding() -> str:
    accepted = request.accept_encodings
    return next((name for name in ("br", "gzip") if accepted.quality(name) > 0), "")


@lru_cache(maxsize=64)
def _shrink_once(data: bytes, encoding: str) -> bytes:
    """For static files only: nothing of a page may stay in memory."""
    return _shrink(data, encoding, 1)


def _shrink(data: bytes, encoding: str, level: int) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(data, quality=_BROTLI_LEVELS[level]))
    return gzip.compress(data, _GZIP_LEVELS[level], mtime=0)
