"""The server's entry."""

from portal import create_app

app = create_app()
