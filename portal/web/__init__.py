"""What a browser sees: one blueprint per subject.

A view loads with its access check, reads a form, calls one use case, and redirects (303) or
renders. Only this room (and portal.cli) reads the clock, the session and the request.
"""
