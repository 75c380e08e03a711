"""Use cases: verbs, one file per subject. They never read the request, the session or the clock."""
