"""JSON: valid against the schema that policydiff prints, with keys in the order of its types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import SAMPLES, CommandLine

from policydiff.cli.schema import NAMES
from policydiff.output.records import RECORDS

NORTHWIND = SAMPLES / "northwind"
CALLS: dict[str, tuple[object, ...]] = {
    "sections": (NORTHWIND / "privacy-2001.txt",),
    "obligations": (NORTHWIND / "privacy.md",),
    "diff": (NORTHWIND / "privacy-2001.txt", NORTHWIND / "policy_v3.txt"),
    "timeline": (NORTHWIND,),
    "log": (NORTHWIND,),
    "blame": (NORTHWIND,),
    "snapshots": (SAMPLES,),
}
# The keys that are promised, in their order; more may stand between them.
SNAPSHOT = ["source", "revision", "series", "title", "format", "sha256", "date", "precision", "date_kind",
            "ambiguous", "dates", "warnings"]  # fmt: skip
PROMISED: dict[str, dict[str, list[str]]] = {
    "sections": {
        "": ["schema", "snapshot", "sections", "dropped"], "snapshot": SNAPSHOT,
        "sections": ["id", "heading", "number", "level", "path", "style", "line", "clauses"],
        "sections.clauses": ["id", "text", "kind", "line"], "dropped": ["kind", "lines"],
        "snapshot.dates": ["kind", "value", "precision", "text", "line", "ambiguous", "chosen", "why"],
        "snapshot.warnings": ["code", "message"],
    },
    "obligations": {
        "": ["schema", "snapshot", "obligations"], "snapshot": SNAPSHOT,
        "obligations": ["id", "section", "clause", "line", "text", "bearer", "modality", "strength", "topic",
                        "action", "conditions", "exceptions"],
    },
    "diff": {
        "": ["schema", "old", "new", "sections", "obligations", "summary"], "old": SNAPSHOT, "new": SNAPSHOT,
        "sections": ["changes", "old", "new", "similarity", "clauses"],
        "sections.clauses": ["change", "old", "new", "ops"],
        "obligations": ["event", "impact", "old", "new", "why"],
        "summary": ["sections", "obligations", "table_rows", "words_added", "words_removed"],
    },
    "timeline": {
        "": ["schema", "series", "snapshots", "ignored", "obligations"], "snapshots": SNAPSHOT,
        "obligations": ["id", "bearer", "modality", "topic", "text", "present", "events"],
        "obligations.events": ["event", "impact", "snapshot", "after", "by", "text", "section", "facets"],
    },
    "log": {
        "": ["schema", "series", "entries"], "entries.snapshot": SNAPSHOT,
        "entries": ["snapshot", "index", "since", "ignored", "sections", "events", "summary"],
        "entries.events": ["id", "event", "impact", "sentence", "text", "section"],
    },
    "blame": {
        "": ["schema", "series", "snapshots", "newest", "clauses"], "snapshots": SNAPSHOT,
        "clauses": ["id", "section", "line", "text", "first", "first_date", "changed", "changed_date", "obligations"],
    },
    "snapshots": {"": ["schema", "snapshots"], "snapshots": SNAPSHOT},
}  # fmt: skip


@pytest.fixture(params=CALLS)
def name(request: pytest.FixtureRequest) -> str:
    """Each command that prints JSON."""
    return str(request.param)


def test_every_record_has_a_schema_to_print() -> None:
    assert set(NAMES) == set(RECORDS)


def record(policydiff: CommandLine, name: str) -> Any:
    run = policydiff(name, *CALLS[name], "--format", "json")
    assert run.code in (0, 1)
    return run.json


def at(value: Any, path: str) -> list[Any]:
    """All values at a dotted path; lists on the way are walked through."""
    found = [value]
    for key in filter(None, path.split(".")):
        found = [one[key] for one in found]
        found = [item for one in found for item in (one if isinstance(one, list) else [one])]
    return found


def schema(policydiff: CommandLine, name: str) -> Any:
    return policydiff("schema", name).json


def test_output_fits_the_schema(policydiff: CommandLine, name: str) -> None:
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema(policydiff, name))
    validator(schema(policydiff, name)).validate(record(policydiff, name))


def test_the_schema_refuses_what_is_wrong(policydiff: CommandLine, name: str) -> None:
    validator = jsonschema.Draft202012Validator(schema(policydiff, name))
    good = record(policydiff, name)
    for key in good:
        assert list(validator.iter_errors({**good, key: [[]]})), key
    assert list(validator.iter_errors({**good, "schema": "policydiff.other/1"}))
    assert list(validator.iter_errors({}))


def test_keys_stand_in_the_promised_order(policydiff: CommandLine, name: str) -> None:
    found = record(policydiff, name)
    for path, keys in PROMISED[name].items():
        values = at(found, path)
        assert values, path
        for value in values:
            assert [key for key in value if key in keys] == keys, path


def test_the_schema_names_itself(policydiff: CommandLine, name: str) -> None:
    assert record(policydiff, name)["schema"] == f"policydiff.{name}/1"
    assert next(iter(record(policydiff, name))) == "schema"
    told = schema(policydiff, name)
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert told["title"] == f"policydiff.{name}/1"


def test_output_is_one_document_that_ends_in_a_newline(policydiff: CommandLine, name: str) -> None:
    out = policydiff(name, *CALLS[name], "--format", "json").out
    assert out.endswith("}\n")
    assert not out.endswith("\n\n")
    json.loads(out)


def test_explained_sections_fit_the_schema(policydiff: CommandLine) -> None:
    run = policydiff("sections", *CALLS["sections"], "--explain", "--format", "json")
    jsonschema.Draft202012Validator(schema(policydiff, "sections")).validate(run.json)
    assert any(decision["heading"] for decision in run.json["decisions"])


def test_diff_counts_what_it_shows(policydiff: CommandLine) -> None:
    found = record(policydiff, "diff")
    changes = [change for pair in found["sections"] for change in pair["changes"]]
    assert found["summary"]["sections"] == {c: changes.count(c) for c in sorted(set(changes))}
    events = [change["event"] for change in found["obligations"]]
    assert found["summary"]["obligations"] == {e: events.count(e) for e in sorted(set(events))}


def test_odd_text_is_valid_json(policydiff: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "2001-01-01.txt"
    path.write_bytes('We may "share" \\ it\x01\x1b[0m \ud7ff \U0001f600 \u2028.\n'.encode())
    for name in ("sections", "obligations", "timeline", "snapshots"):
        run = policydiff(name, path, "--format", "json")
        jsonschema.Draft202012Validator(schema(policydiff, name)).validate(run.json)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("TERMS OF\nTHE LOCKER\n\nWho may join\n\nAnybody may join us at any time.\n\nFees\n\nThere are none.\n",
         {"text": "TERMS OF THE LOCKER", "lines": [1, 2]}),
        ("# Locker terms\n\n## Fees\n\nThere are no fees at all.\n", {"text": "Locker terms", "lines": [1, 1]}),
        ("# Fees\n\nThere are no fees at all.\n\n# Law\n\nThe law of Malta applies.\n", None),
    ],
)  # fmt: skip
def test_a_title_is_told_with_its_lines(
    tmp_path: Path, policydiff: CommandLine, text: str, wanted: object
) -> None:
    path = tmp_path / "terms.md"
    path.write_text(text, "utf-8")
    assert json.loads(policydiff("sections", path, "--format", "json").out)["title"] == wanted
