"""The crypto inventory says what the code does."""

from pathlib import Path

from portal.vault.inventory import inventory
from portal.vault.keys import Purpose
from portal.vault.sealing import BOUND_FIELDS, Kind

DOCUMENT = Path(__file__).parents[2] / "docs" / "crypto-inventory.md"


def test_the_document_is_what_the_code_says():
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == inventory(), (
        "run: python -m portal.vault.inventory > docs/crypto-inventory.md"
    )


def test_every_kind_and_derived_key_is_in_the_document():
    lines = inventory().splitlines()
    for kind in Kind:
        fields = ", ".join(BOUND_FIELDS[kind])
        assert any(
            line.startswith(f"| {kind.name} | {kind:d} ") and fields in line for line in lines
        )
    for purpose in Purpose:
        assert any(line.startswith(f"| `{purpose}` |") for line in lines)
