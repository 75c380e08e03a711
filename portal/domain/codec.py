"""The case as JSON (`case.json`): reading with clear errors, writing, and its JSON Schema."""

import re
from typing import Any

import msgspec

from portal.domain.case import Case
from portal.domain.errors import BadCaseFile

# More than the largest case that a site keeps (portal.store.cases) takes when it is laid out.
MAX_BYTES = 20 * 1024 * 1024

_decoder = msgspec.json.Decoder(Case)
_encoder = msgspec.json.Encoder(order="deterministic")


def read_case(data: bytes) -> Case:
    """The case in `data` (UTF-8 JSON). Raises BadCaseFile, which names the wrong field."""
    if len(data) > MAX_BYTES:
        raise BadCaseFile("$", f"larger than {MAX_BYTES} bytes")
    try:
        return _decoder.decode(data)
    except msgspec.ValidationError as error:
        found = re.search(r"^(.*?)(?: - at `(.*)`)?$", str(error), re.DOTALL)
        problem, field = (found[1], found[2]) if found else (str(error), None)
        raise BadCaseFile(field or "$", problem) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadCaseFile("$", str(error)) from error


def write_case(case: Case) -> bytes:
    """The case as JSON: UTF-8, names in a fixed order, so that equal cases give equal bytes."""
    return msgspec.json.format(_encoder.encode(case), indent=2)


def case_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the case file."""
    return msgspec.json.schema(Case)
