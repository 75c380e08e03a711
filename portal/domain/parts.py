"""What the values of the case file are made of: their base, their texts, and how to change them."""

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

# Limits of one field; measured in docs/decisions/0009 (rendering time grows with the text).
Line = Annotated[str, Meta(max_length=200)]
Words = Annotated[str, Meta(max_length=5000)]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every value in the case file: immutable, unknown names refused."""


PartT = TypeVar("PartT", bound=Part)


def replace(part: PartT, **changes: object) -> PartT:
    """A copy of `part` with `changes`, checked like a new one. Raises ValueError."""
    fields = {name: getattr(part, name) for name in part.__struct_fields__}
    return msgspec.convert({**fields, **changes}, type(part))
