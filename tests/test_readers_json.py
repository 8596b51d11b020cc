"""JSON and JSON Lines: strict, and every fault has its place."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proccat.documents import Item, Plan, Procedure, Programme
from proccat.errors import LoadError, Problem
from proccat.facts import StatusLine
from proccat.readers import Entry, choose
from proccat.readers.json_documents import LONGEST_LINE, JsonLinesReader, JsonReader
from proccat.readers.json_text import parse

GOOD = {"code": "1.000894", "name": "Đăng ký kết hôn"}
LINE = json.dumps(GOOD, ensure_ascii=False)


def read(path: Path, content: str | bytes) -> list[Entry | Problem]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(choose(path).read(path))


def entries(found: Sequence[Entry | Problem]) -> list[Entry]:
    return [each for each in found if isinstance(each, Entry)]


def problems(found: Sequence[Entry | Problem]) -> list[Problem]:
    return [each for each in found if isinstance(each, Problem)]


def test_procedure_without_kind(tmp_path: Path) -> None:
    """An object with a code and a name and no kind is a procedure, in a file or in a list."""
    (one,) = entries(read(tmp_path / "b.json", LINE))
    (two,) = entries(read(tmp_path / "c.json", f"[{LINE}]"))
    assert one.content == two.content == Procedure(code="1.000894", name="Đăng ký kết hôn")
    assert (one.where, two.where) == ("b.json", "c.json[0]")


def test_unknown_kind_lists_the_known(tmp_path: Path) -> None:
    """An object whose kind is absent or unknown is a problem that lists the kinds."""
    found = problems(read(tmp_path / "b.json", '[{"name": "x"}, {"kind": "plane", "name": "x"}]'))
    assert [problem.path for problem in found] == ["$.kind", "$.kind"]
    assert all("procedure" in p.message and "status" in p.message for p in found)


def test_reserved_keys_stand_beside_the_document(tmp_path: Path) -> None:
    """on, effective, until, basis and supersedes belong to the entry, not to the document."""
    line = GOOD | {
        "on": "2024-01-02", "effective": "2024-02-01", "until": "2027-02-28",
        "basis": "66/NQ-CP", "supersedes": True,
    }  # fmt: skip
    (entry,) = entries(read(tmp_path / "a.jsonl", json.dumps(line)))
    assert entry.content == Procedure.parse(GOOD)
    assert entry.on == date(2024, 1, 2)
    assert entry.effective == date(2024, 2, 1)
    assert entry.until == date(2027, 2, 28)
    assert [ref.number for ref in entry.basis] == ["66/NQ-CP"]
    assert entry.supersedes


def test_a_field_of_the_document_is_never_taken_from_it(tmp_path: Path) -> None:
    """A plan's own field "document" makes it no wrapper, a sunset beside a programme is its own."""
    lines = [
        {"kind": "programme", "id": "68/NQ-CP/2020", "name": "x", "until": "2025-12-31"},
        {"kind": "plan", "programme": "68/NQ-CP/2020", "id": "p", "name": "x",
         "document": "1/QĐ-TTg"},
    ]  # fmt: skip
    programme, plan = entries(read(tmp_path / "a.json", json.dumps(lines)))
    assert isinstance(programme.content, Programme)
    assert programme.until == date(2025, 12, 31)
    assert isinstance(plan.content, Plan)


def test_status_lines_come_last_in_order_of_effect(tmp_path: Path) -> None:
    """Status lines follow all documents, sorted by (effective, on), each with its own line."""
    later = {"kind": "status", "subject": "procedure:1.000894", "to": "public", "on": "2024-03-01"}
    sooner = later | {"to": "announced", "on": "2024-01-01"}
    lines = "\n".join(map(json.dumps, [later, sooner, GOOD]))
    for name in ("a.jsonl", "a.ndjson"):
        found = entries(read(tmp_path / name, lines))
        assert isinstance(found[0].content, Procedure)
        statuses = [each.content for each in found[1:]]
        assert all(isinstance(status, StatusLine) for status in statuses)
        assert [s.to for s in statuses if isinstance(s, StatusLine)] == ["announced", "public"]
        assert [each.where for each in found] == [f"{name}:3", f"{name}:2", f"{name}:1"]
    listed = entries(read(tmp_path / "a.json", json.dumps([later, sooner, GOOD])))
    assert [each.where for each in listed] == ["a.json[2]", "a.json[1]", "a.json[0]"]


def test_wrapped_record_gives_document_and_status(tmp_path: Path) -> None:
    """A record of our own export gives its document, then its standing as taken over."""
    item = {"kind": "item", "programme": "p", "subject_kind": "paper", "about": "x"}
    wrapped = {
        "document": item,
        "edition": {"number": 2, "on": "2024-01-02", "effective": "2024-01-03"},
        "status": {"value": "approved", "on": "2024-01-04", "basis": ["1/QĐ-TTg"]},
    }
    document, status = entries(read(tmp_path / "a.jsonl", json.dumps(wrapped)))
    assert isinstance(document.content, Item)
    assert (document.on, document.effective) == (date(2024, 1, 2), date(2024, 1, 3))
    assert isinstance(status.content, StatusLine)
    assert status.content.subject == document.content.subject
    assert status.content.taken_over


@pytest.mark.parametrize(
    ("wrapped", "path"),
    [
        ({"document": GOOD, "editions": {}}, "$.editions"),
        ({"document": [GOOD]}, "$.document"),
        ({"document": GOOD, "edition": [1]}, "$.edition"),
        ({"document": {"kind": "x"}}, "$.document.kind"),
        ({"document": {"code": "1", "name": "x"}}, "$.document.code"),
        ({"document": GOOD, "edition": {"on": "2024-02-30"}}, "$.edition.on"),
        ({"document": GOOD, "status": {"value": "public"}}, "$.status.on"),
    ],
)
def test_faults_of_a_wrapped_record_have_full_paths(
    tmp_path: Path, wrapped: object, path: str
) -> None:
    """A fault inside a wrapper is told with its path from the root; nothing is taken."""
    found = read(tmp_path / "a.jsonl", json.dumps(wrapped))
    assert not entries(found)
    assert path in [problem.path for problem in problems(found)]


HOSTILE = [
    ('{"code": "1.000894", "name": "a", "name": "b"}', "$.name"),
    ('{"code": "1.000894", "name": "a", "manners": [{"fees": [{"amount": NaN}]}]}',
     "$.manners[0].fees[0].amount"),
    ('{"code": "1.000894", "name": "a", "extensions": {"x:y": -Infinity}}', "$.extensions.x:y"),
    ('{"code": "1.000894", "name": "a", "extensions": {"x:y": 1e999999}}', "$.extensions.x:y"),
    ('{"code": "1.000894", "name": "a", "manners": [{"fees": [{"amount": 1e999999999}]}]}',
     "$.manners[0].fees[0].amount"),
    ('{"code": "1.000894", "name": ' + "9" * 5000 + "}", "$.name"),
    ('{"code": "1.000894", "name": "\\ud800"}', "$.name"),
    ('{"code": "1.000894", "name": "x", "\\udfff": 1}', "$"),
    ('{"code": "1.000894", "name": "a\\u0000b"}', "$.name"),
    ('{"code": "1.000894", "name": "a\\u202eb"}', "$.name"),
    ('{"code": "1.00001", "name": "x"}', "$.code"),
    ('{"code": 1.00001, "name": "x"}', "$.code"),
    ('{"code": true, "name": "x"}', "$.code"),
    ('{"code": "1.000894", "name": "x", "nam": "y"}', "$.nam"),
    ('{"code": "1.000894", "name": "x", "on": "31/01/2024"}', "$.on"),
    ('{"code": "1.000894", "name": "x", "supersedes": 1}', "$.supersedes"),
    ('{"code": "1.000894", "name": "x", "extensions": {"x:y": 0.12345678901234567890123}}',
     "$.extensions.x:y"),
    ("[1]", "$"),
    ("null", "$"),
    ('{"code": "1.000894", "name": "x"} trailing', ""),
    ("{", ""),
    ("[" * 200_000, ""),
    ('{"a":' * 200_000, ""),
    ('{"code": "1.000894", "name": "a\x00b"}', ""),
    ("\ufeff" + LINE, ""),
]  # fmt: skip


@pytest.mark.parametrize(("line", "path"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_line_is_one_problem_and_the_others_load(
    tmp_path: Path, line: str, path: str
) -> None:
    """A hostile line of JSON Lines is told with its line and path; the lines around it load."""
    found = read(tmp_path / "a.jsonl", f"{LINE}\n{line}\n\n{LINE}\n")
    assert [entry.where for entry in entries(found)] == ["a.jsonl:1", "a.jsonl:4"]
    assert [(p.where, p.path) for p in problems(found)] == [("a.jsonl:2", path)]


@pytest.mark.parametrize(("text", "path"), HOSTILE[:-2], ids=range(len(HOSTILE) - 2))
def test_hostile_file_never_crashes(tmp_path: Path, text: str, path: str) -> None:
    """A hostile JSON file gives problems or a LoadError, and no entry."""
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    if path == "":
        with pytest.raises(LoadError, match=r"a\.json: is "):
            list(JsonReader().read(tmp_path / "a.json"))
        return
    found = list(JsonReader().read(tmp_path / "a.json"))
    assert not entries(found)
    assert path in [problem.path for problem in problems(found)]


@pytest.mark.parametrize("depth", [100, 240, 300, 490, 900])
def test_deep_extensions_load_or_are_a_problem(tmp_path: Path, depth: int) -> None:
    """An extension of any depth loads or is a problem, never a RecursionError."""
    deep = "[" * depth + "1.5" + "]" * depth
    line = f'{{"code": "1.000894", "name": "x", "extensions": {{"x:y": {deep}}}}}'
    (found,) = read(tmp_path / "a.jsonl", line)
    if isinstance(found, Entry):
        assert isinstance(found.content, Procedure)
        assert found.content.digest()


def test_a_fraction_is_never_rounded(tmp_path: Path) -> None:
    """An amount keeps its digits; a fraction in an extension stays the number it was."""
    line = GOOD | {"manners": [{"fees": [{"amount": "@"}]}], "extensions": {"x:y": 0.1}}
    text = json.dumps(line).replace('"@"', "123456789012345678.123456")
    (entry,) = entries(read(tmp_path / "a.jsonl", text))
    assert isinstance(entry.content, Procedure)
    assert entry.content.plain()["manners"][0]["fees"][0]["amount"] == "123456789012345678.123456"
    assert entry.content.extensions == {"x:y": 0.1}


def test_one_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    """One UTF-8 byte-order mark at the beginning is no part of the text."""
    for name in ("a.json", "a.jsonl"):
        assert len(entries(read(tmp_path / name, "\ufeff" + LINE))) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("reader", [JsonReader(), JsonLinesReader()])
def test_other_encodings_are_refused_by_name(
    tmp_path: Path, encoding: str, reader: JsonReader
) -> None:
    """UTF-16 and UTF-32 are refused with the advice to save as UTF-8."""
    path = tmp_path / "a.json"
    path.write_bytes(LINE.encode(encoding))
    with pytest.raises(LoadError, match="UTF-8"):
        list(reader.read(path))


def test_invalid_utf8_names_the_byte(tmp_path: Path) -> None:
    """A byte that is no UTF-8 is a problem of its line, or refuses a JSON file."""
    found = read(tmp_path / "a.jsonl", LINE.encode() + b"\n\xff\xfe{}\n")
    assert len(entries(found)) == 1
    assert "byte 0" in problems(found)[0].message
    with pytest.raises(LoadError, match="UTF-8"):
        read(tmp_path / "a.json", b'{"name": "\xe1\xba"}')


def test_a_line_that_is_too_long_is_skipped(tmp_path: Path) -> None:
    """A line over the limit is a problem, the next line is read from its beginning."""
    found = read(tmp_path / "a.jsonl", f"{LINE}\n{'x' * (2 * LONGEST_LINE + 7)}\n{LINE}")
    assert [entry.where for entry in entries(found)] == ["a.jsonl:1", "a.jsonl:3"]
    assert [problem.where for problem in problems(found)] == ["a.jsonl:2"]


@pytest.mark.parametrize("content", ["[]", "   \n", '{"catalogue": {}, "procedures": []}'])
def test_no_record_is_said(tmp_path: Path, content: str) -> None:
    """A file without a record gives a warning, not silence."""
    path = tmp_path / "a.json"
    path.write_text(content)
    reader = JsonReader() if content.strip() else JsonLinesReader()
    (problem,) = reader.read(path)
    assert isinstance(problem, Problem)
    assert problem.severity == "warning"


def test_broken_catalogue_is_refused(tmp_path: Path) -> None:
    """A catalogue file whose parts are no lists is refused, naming the part."""
    with pytest.raises(LoadError, match="procedures"):
        read(tmp_path / "a.json", '{"catalogue": {}, "procedures": {}}')


@given(st.text(alphabet='{}[]",:0123456789.eE-+ntfru\\ xạ'))
def test_parse_accepts_no_more_than_json(text: str) -> None:
    """What the standard parser refuses is refused here too, always with a ValueError."""
    try:
        json.loads(text)
    except ValueError:
        with pytest.raises(ValueError, match="is not JSON"):
            parse(text)
    else:
        parse(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_give_problems_or_a_load_error(tmp_path: Path, content: bytes) -> None:
    """Whatever bytes a file holds, both readers end with entries, problems or a LoadError."""
    path = tmp_path / "a.json"
    path.write_bytes(content)
    for reader in (JsonReader(), JsonLinesReader()):
        with contextlib.suppress(LoadError):
            assert all(isinstance(each, (Entry, Problem)) for each in reader.read(path))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)  # fmt: skip


@given(json_values)
def test_plain_json_comes_as_it_is(value: object) -> None:
    """Data without duplicate keys, fractions or halves of characters comes through unchanged."""
    data, faults = parse(json.dumps(value))
    if not faults:
        assert data == value
