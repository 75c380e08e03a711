"""Why a file is attached without being shown."""

from portal.domain.evidence import FileProblem


class NotShown(Exception):
    """The file cannot be shown; `problem` says why, `source_pages` what is known of its length."""

    def __init__(self, problem: FileProblem, source_pages: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.source_pages = source_pages
