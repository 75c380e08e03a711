"""docs/case-file.md and its JSON Schema say what the program does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from portal.domain.codec import case_schema, read_case
from portal.knowledge.examples import example_case, example_names

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "case-file.md").read_text(encoding="utf-8")
PARTS: dict[str, Any] = case_schema()["$defs"]
IN_ONE_SECTION = {"Moment", "Money", "Period"}


def test_the_published_schema_is_the_one_of_the_program() -> None:
    published = json.loads((DOCS / "case-file.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(case_schema()))


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if "properties" in part])
def test_the_guide_lists_every_field_and_no_other(name: str) -> None:
    heading = "Moment, Money, Period" if name in IN_ONE_SECTION else name
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", GUIDE, re.DOTALL | re.MULTILINE)
    assert section is not None
    listed = re.findall(r"^\| `(\w+)`", section[1], re.MULTILINE)
    if name in IN_ONE_SECTION:
        assert set(PARTS[name]["properties"]) <= set(listed)
    else:
        assert sorted(listed) == sorted(PARTS[name]["properties"])


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if "enum" in part])
def test_the_guide_names_every_code(name: str) -> None:
    assert [code for code in PARTS[name]["enum"] if f"`{code}`" not in GUIDE] == []


def test_the_example_in_the_guide_is_a_case_file() -> None:
    found = re.search(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    assert read_case(found[1].encode()).topic == "withdrawal"


@pytest.mark.parametrize("name", example_names())
def test_the_examples_name_only_invented_places_on_the_network(name: str) -> None:
    case = example_case(name)
    hosts = re.findall(r"(?:@|www\.)([\w.-]+\w)", str(case))
    assert hosts
    assert all(host.endswith(".example") for host in hosts)
