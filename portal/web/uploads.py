"""Where the bytes of an uploaded file go: into a sink of the page's own, never into a file.

The web framework would keep a larger file readable in the folder for temporary files. Here each
endpoint that takes a file names its sink in SINKS; everywhere else a file goes nowhere.
"""

from collections.abc import Callable
from typing import IO, Any, cast

from flask import Flask, Request, g, request

from portal.config import Settings

# By endpoint: makes what takes the bytes of one file, as a binary file to write into.
SINKS: dict[str, Callable[[], Any]] = {}
# By endpoint: how many files are taken, elsewhere one.
MOST: dict[str, int] = {}
# By endpoint: the largest request that is read, in bytes; elsewhere it is the site's own limit.
LARGEST: dict[str, Callable[[Settings], int]] = {}


class NullSink:
    """Takes everything and keeps nothing."""

    def write(self, piece: bytes) -> int:
        return len(piece)

    def seek(self, place: int, whence: int = 0) -> int:  # noqa: ARG002 - as a file has it
        """The form's reader goes back to the start when the file is whole: nothing to do."""
        return 0


class SiteRequest(Request):
    """A request whose files go to the sink of its endpoint; the first ones only."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - Werkzeug's signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        make = SINKS.get(self.endpoint or "", NullSink)
        taken = g.get("file_sinks", 0)
        if not filename or taken >= MOST.get(self.endpoint or "", 1):
            make = NullSink  # no file chosen, or one more than the page asks for
        else:
            g.file_sinks = taken + 1
        return cast(IO[bytes], make())


def take_uploads(app: Flask, settings: Settings) -> None:
    """Puts sinks in the place of temporary files. Before the form's token is looked at."""
    app.request_class = SiteRequest

    @app.before_request
    def allow_more() -> None:
        largest = LARGEST.get(request.endpoint or "")
        if largest:
            request.max_content_length = largest(settings)
