"""Hogerop: a portal with which a player documents a dispute with an online casino."""

from typing import TYPE_CHECKING

RELEASE = "0.1.0"

if TYPE_CHECKING:
    from flask import Flask

    from portal.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Make the web application; without `settings` they come from the environment.

    Raises `portal.config.SettingsError` when something is wrong with them.
    """
    # Imported late: this package is also the door to portal.domain, which needs no Flask.
    from portal.factory import build_app

    return build_app(settings)
