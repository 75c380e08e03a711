"""What the rules refuse, as codes. Sentences for them live in portal.wording."""


class DomainError(Exception):
    """A rule was broken; `code` names it for wording.py, `values` fill its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class BadCaseFile(DomainError):
    """A case file cannot be read; `field` is the path to it, as in `$.facts[0].date`."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__("bad_case_file", field=field, problem=problem)
        self.field = field
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.field}: {self.problem}"
