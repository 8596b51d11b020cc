"""Laws of the JSON Schemas: fresh, valid, and as strict as the models where structure goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # ships no types

from proccat import Catalogue
from proccat.documents import KINDS
from proccat.errors import InvalidDocumentError
from proccat.loading import files_in
from proccat.resources import resource
from proccat.schemas import schemas, stale, write

SCHEMAS = {name.removesuffix(".schema.json"): json.loads(t) for name, t in schemas().items()}
FIXTURES = [path for path in files_in(resource("fixtures")) if path.suffix in (".json", ".jsonl")]
PROCEDURE = {"code": "1.000894", "name": "Đăng ký kết hôn"}
HASH = "0" * 64
FACT = {
    "seq": 1, "subject": "procedure:1.000894", "version": 1, "kind": "recorded", "format": 1,
    "on": "2024-01-02", "effective": "2024-01-02", "digest": HASH, "actor": "stp",
    "recorded_at": "2024-01-02T00:00:00.000000Z", "body_hash": HASH, "prev_hash": HASH,
    "hash": HASH, "body": {"document": {"kind": "procedure"} | PROCEDURE, "note": "x"},
}  # fmt: skip


def accepts(name: str, data: object) -> bool:
    validator = Draft202012Validator(SCHEMAS[name])
    return bool(validator.is_valid(data))


def parses(kind: str, data: dict[str, Any]) -> bool:
    try:
        KINDS[kind].parse(data)
    except InvalidDocumentError:
        return False
    return True


def lines(path: Path) -> list[Any]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    whole = json.loads(text)
    return whole if isinstance(whole, list) else [whole]


def test_shipped_schemas_are_fresh_and_complete() -> None:
    """What ships in schemas/ is what the models say now: none stale, missing or superfluous."""
    assert stale(resource("schemas")) == ()
    assert {path.name for path in resource("schemas").iterdir()} == set(schemas())


def test_writing_freshens_and_staleness_is_noticed(tmp_path: Path) -> None:
    """A folder just written is fresh; an edited, a missing and a foreign schema are named."""
    paths = write(tmp_path / "made")
    assert [path.name for path in paths] == list(schemas())
    assert stale(tmp_path / "made") == ()
    (tmp_path / "made" / "item.schema.json").write_text("{}\n", encoding="utf-8")
    (tmp_path / "made" / "plan.schema.json").unlink()
    (tmp_path / "made" / "old.schema.json").write_text("{}\n", encoding="utf-8")
    assert stale(tmp_path / "made") == ("item.schema.json", "old.schema.json", "plan.schema.json")


def test_every_kind_has_a_schema() -> None:
    """There is one schema for each kind of document, for status lines, lines and logs."""
    assert set(SCHEMAS) == {*KINDS, "status", "line", "log"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_named_and_closed(name: str) -> None:
    """Each schema is valid draft 2020-12, has an id without a host, a title and a description."""
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:proccat:schema:{name}:1"
    assert schema["title"]
    assert schema["description"]
    assert schemas()[f"{name}.schema.json"].endswith("}\n")


@pytest.mark.parametrize("name", SCHEMAS)
def test_references_lead_somewhere(name: str) -> None:
    """Every reference of a schema is to a definition of its own."""
    text = schemas()[f"{name}.schema.json"]
    used = {part.partition('"')[0] for part in text.split('"$ref": "#/$defs/')[1:]}
    assert used <= SCHEMAS[name].get("$defs", {}).keys()


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: str(path.name))
def test_fixtures_validate(path: Path) -> None:
    """Every record of the fixtures is a lawful line."""
    validator = Draft202012Validator(SCHEMAS["line"])
    for number, record in enumerate(lines(path), 1):
        faults = [fault.message[:200] for fault in validator.iter_errors(record)]
        assert not faults, f"{path.name}:{number}: {faults[0]}"


@pytest.mark.parametrize(
    "field",
    [
        {"performers": None},
        {"performers": {"stated": "none", "words": "Không"}},
        {"performers": ["Công dân Việt Nam"]},
        {"receiving": {"stated": "none"}},
        {"manners": [{"channel": "direct", "fees": {"stated": "none", "words": "Miễn phí"}}]},
        {"manners": [{"limit": "Ngay trong ngày"}, {"limit": {"stated": "none"}}, {"limit": None}]},
    ],
)
def test_the_three_states_are_accepted(field: dict[str, Any]) -> None:
    """Unknown, stated none and a value are all lawful, for the schema as for the model."""
    assert accepts("procedure", PROCEDURE | field)
    assert parses("procedure", PROCEDURE | field)


@pytest.mark.parametrize(
    "field",
    [
        {"executing": "Ủy ban nhân dân cấp xã"},
        {"legal_bases": "68/2020/QH14"},
        {"legal_bases": [{"document": {"number": "68/2020/QH14"}, "articles": ["Điều 8"]}]},
        {"field": {"name": "Hộ tịch", "code": None}},
        {"cases": [{"components": ["Tờ khai"], "steps": ["Nộp", {"text": "Nhận", "name": "2"}]}]},
        {"manners": [{"fees": [{"amount": "20000"}, {"amount": 20000}, "Theo quy định"]}]},
        {"members": ["1.000656", {"code": "1.000689", "lead": "Ủy ban nhân dân cấp xã"}]},
        {"extensions": {"proccat:source": {"any": [1, None, "x"]}}},
        {"code": None, "draft": "ban-sao"},
    ],
)
def test_short_forms_are_accepted(field: dict[str, Any]) -> None:
    """What may be written short is lawful, for the schema as for the model."""
    assert parses("procedure", PROCEDURE | field)
    assert accepts("procedure", PROCEDURE | field)


@pytest.mark.parametrize(
    "field",
    [
        {"colour": "red"},
        {"performers": []},
        {"performers": {"stated": "perhaps"}},
        {"performers": {"stated": "none", "more": 1}},
        {"performers": "Công dân"},
        {"cases": [{"components": []}]},
        {"cases": [{"components": [{"name": "A", "copies": -1}]}]},
        {"cases": [{"components": [{"name": "A", "copies": "1"}]}]},
        {"cases": [{"sets": 1, "colour": "red"}]},
        {"levels": ["galaxy"]},
        {"name": None},
        {"code": None},
        {"field": {"code": "G01-CA11"}},
        {"manners": [{"fees": [{"amount": "20.000 đ"}]}]},
        {"manners": [{"fees": [{"amount": "twenty", "currency": "VND"}]}]},
        {"decision": {"issuer": "Bộ Tư pháp"}},
        {"extensions": {"no colon": 1}},
        {"kind": "agency"},
    ],
)
def test_what_the_model_refuses_for_its_structure_the_schema_refuses(
    field: dict[str, Any],
) -> None:
    """Unknown keys, empty lists, wrong types and wrong terms are refused by both."""
    assert not parses("procedure", PROCEDURE | field)
    assert not accepts("procedure", PROCEDURE | field)


@pytest.mark.parametrize(
    ("line", "lawful"),
    [
        (PROCEDURE, True),
        (PROCEDURE | {"kind": "procedure", "on": "2024-01-02", "supersedes": True}, True),
        (PROCEDURE | {"basis": "12/QĐ-BTP"}, True),
        (PROCEDURE | {"colour": "red"}, False),
        ({"kind": "nothing"} | PROCEDURE, False),
        ({"kind": "status", "subject": "procedure:1.000894", "to": "public"}, False),
        ({"kind": "status", "subject": "procedure:1.000894", "to": "public",
          "on": "2024-01-09"}, True),
        ({"document": {"kind": "procedure"} | PROCEDURE, "edition": {"number": 1,
          "on": "2024-01-02"}, "status": {"value": "public", "on": "2024-01-09"}}, True),
        ({"document": {"kind": "procedure"} | PROCEDURE, "colour": "red"}, False),
        ([], False),
    ],
)  # fmt: skip
def test_lines(line: object, lawful: bool) -> None:
    """A line is a document with the days of its edition, a status line, or a record of ours."""
    assert accepts("line", line) is lawful


@pytest.mark.parametrize(
    ("change", "lawful"),
    [
        ({}, True),
        ({"body": None}, True),
        ({"successors": [], "basis": []}, True),
        ({"body": {"colour": "red"}}, False),
        ({"kind": "status"}, False),
        ({"kind": "status", "to": "public"}, True),
        ({"kind": "voided"}, False),
        ({"kind": "voided", "voids": 1}, True),
        ({"taken_over": 1}, True),
        ({"taken_over": True}, False),
        ({"seq": 0}, False),
        ({"hash": None}, False),
    ],
)
def test_log_lines(change: dict[str, Any], lawful: bool) -> None:
    """A line of a log is one of the three facts with all it needs, its body an object or gone."""
    assert accepts("log", FACT | change) is lawful


@pytest.mark.parametrize(("name", "format_"), [("line", "jsonl"), ("log", "log")])
def test_what_we_write_validates(name: str, format_: str, tmp_path: Path) -> None:
    """Every line of an export of ours, header and head of a log included, is a lawful line."""
    target = tmp_path / f"out.{format_}"
    with Catalogue.open(":memory:") as catalogue:
        catalogue.load(resource("fixtures") / "procedures")
        catalogue.load(resource("fixtures") / "documents.jsonl")
        catalogue.export(target, format=format_)
    written = target.read_text(encoding="utf-8").splitlines()
    assert written
    for line in written:
        assert accepts(name, json.loads(line)), line[:300]


def test_days_and_numbers_are_text() -> None:
    """A day is an ISO date as text; an exact number may be text, so that nothing is rounded."""
    status, parts = SCHEMAS["status"], SCHEMAS["procedure"]["$defs"]
    assert status["properties"]["on"]["type"] == "string"
    assert status["properties"]["on"]["format"] == "date"
    fee = parts["Fee"]["anyOf"][-1]["properties"]["amount"]["anyOf"][0]
    assert "string" in fee["type"]


def test_body_is_the_last_key_of_a_fact() -> None:
    """The schema lists a fact's keys in the order of the log, body last."""
    for name in ("Recorded", "StatusChanged", "Voided"):
        assert list(SCHEMAS["log"]["$defs"][name]["properties"])[-1] == "body"
