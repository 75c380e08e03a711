"""Sealed files in a bucket of an S3-compatible store, which any number of machines share."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import S3Store

from portal.store.objects import (
    TRIAL,
    ObjectNotFound,
    Trial,
    Writer,
    listed,
    new_trial_name,
    object_path,
    read_pieces,
    size_of,
)

_PART_BYTES = 8 << 20  # S3 takes no part below 5 MiB but the last
_CONNECT, _ANSWER, _RETRY = timedelta(seconds=5), timedelta(seconds=60), timedelta(seconds=20)
_NOWHERE = "none"  # objects lie in folders of two signs
_NO_VERSION = {None, "null"}  # "null": the bucket kept versions once, and does no more


class Bucket(Struct, frozen=True, kw_only=True):
    """Which bucket, and how it is reached. What is "" comes from the usual AWS_ variables."""

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    access_key: str = ""
    secret_key: str = ""
    allow_http: bool = False

    def __repr__(self) -> str:
        """Name the bucket only: the other values are nobody's business."""
        return f"<Bucket {self.name}>"


class BucketObjects:
    """The objects in a bucket, under one prefix. Large ones go out in parts while they come in.

    What a process that was killed had sent of an unfinished object cannot be listed here; a rule
    of the bucket deletes it (docs/hosting.md).
    """

    def __init__(self, bucket: Bucket) -> None:
        self._store = _open(bucket)

    def open_writer(self, name: str) -> Writer:
        return obstore.open_writer(self._store, object_path(name), buffer_size=_PART_BYTES)

    def keep(self, name: str, writer: Writer) -> None:  # noqa: ARG002 - a folder needs the name
        writer.close()

    def read(self, name: str) -> Iterator[bytes]:
        return read_pieces(self._store, name)

    def size(self, name: str) -> int:
        return size_of(self._store, name)

    def delete(self, names: Iterable[str]) -> None:
        obstore.delete(self._store, [object_path(name) for name in names])

    def names(self) -> frozenset[str]:
        return listed(self._store)

    def sweep_staged(self, before: float) -> int:  # noqa: ARG002 - in a folder time matters
        return 0

    def look(self) -> None:
        # A list, of what is never there: the answer to a single object that is missing is the same
        # when the whole bucket is.
        next(iter(obstore.list(self._store, prefix=_NOWHERE)), None)

    def trial(self) -> Trial:
        name = new_trial_name()
        try:
            version = obstore.put(self._store, object_path(name), TRIAL)["version"]
            whole = b"".join(self.read(name)) == TRIAL
            self.delete([name])
        except (OSError, BaseError, ObjectNotFound) as problem:
            return Trial(problem=type(problem).__name__)
        keeps_versions = version not in _NO_VERSION
        return Trial(problem="" if whole else "changed", keeps_versions=keeps_versions)


def _open(bucket: Bucket) -> S3Store:
    given: dict[str, Any] = {
        "endpoint": bucket.endpoint,
        "region": bucket.region,
        "access_key_id": bucket.access_key,
        "secret_access_key": bucket.secret_key,
    }
    return S3Store(
        bucket.name,
        prefix=bucket.prefix or None,
        # Said here, so that no AWS_ variable can switch off what keeps others from looking in.
        client_options={
            "allow_http": bucket.allow_http,
            "allow_invalid_certificates": False,
            "connect_timeout": _CONNECT,
            "timeout": _ANSWER,
        },
        retry_config={"max_retries": 3, "retry_timeout": _RETRY},
        **{name: value for name, value in given.items() if value},
    )
