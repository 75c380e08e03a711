"""Checks of `./hogerop doctor` about what several web nodes share."""

from collections.abc import Iterator

from portal.commands.told import State, Told
from portal.config import Settings, variable_name
from portal.store.files import lost_files
from portal.store.objects import evidence
from portal.web.limits import counters_answer


def check_evidence() -> Iterator[Told]:
    """Evidence can be written, read and deleted for good, and none is lost. Needs an app context
    and the tables of this release.
    """
    trial = evidence().trial()
    if trial.problem:
        advice = f"Check {variable_name('objects_url')}, its keys, and the room on the disk."
        yield Told("evidence", State.FAULT, f"It cannot be kept ({trial.problem}). {advice}")
        return
    if trial.keeps_versions:
        text = "The bucket keeps what is deleted, as older versions. Switch its versioning off."
        yield Told("evidence", State.FAULT, text)
    if lost := len(lost_files()):
        text = f"{lost} files of evidence are lost. Put the folder back from the last backup."
        yield Told("evidence", State.FAULT, text)
    elif not trial.keeps_versions:
        text = "Files can be kept and deleted, and every file that a case names is there."
        yield Told("evidence", State.FINE, text)


def check_counters(settings: Settings) -> Iterator[Told]:
    """Redis answers, when tries are counted there."""
    if counters_answer(settings.limits_url):
        yield Told("limits", State.FINE, "Tries are counted.")
    else:
        text = f"Redis does not answer: each node counts by itself. {_check_limits_url()}"
        yield Told("limits", State.FAULT, text)


def _check_limits_url() -> str:
    return f"Check {variable_name('limits_url')} and that Redis runs."


def check_nodes(settings: Settings) -> Iterator[Told]:
    """Whether a second web node would be another site than this one.

    One node alone needs none of this, so it is a warning, and only where something is shared.
    """
    shared = {
        "database_url": settings.database_url.startswith("postgresql"),
        "objects_url": bool(settings.objects_url),
        "limits_url": settings.limits_url != "memory://",
        "secret_key": bool(settings.secret_key),
    }
    if settings.mail_server:
        shared["mail_key"] = bool(settings.mail_key)
    if not (shared["objects_url"] or shared["limits_url"]):
        yield Told("nodes", State.FINE, "One web node.")
    elif own := [variable_name(field) for field, is_shared in shared.items() if not is_shared]:
        text = f"With more than one web node, also set, alike on each: {', '.join(own)}."
        yield Told("nodes", State.WARNING, text)
    else:
        text = "Whatever web nodes share is set. Rule packs of your own must be on each."
        yield Told("nodes", State.FINE, text)
