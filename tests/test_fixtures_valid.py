from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from proccat.documents import KINDS, Agency, Document, DocumentRef, Item, Level, Plan, Procedure
from proccat.documents.scalars import day
from proccat.lifecycle import LIFECYCLES
from proccat.loading import files_in
from proccat.resources import resource

FIXTURES = resource("fixtures")
RESERVED = frozenset({"on", "effective", "until", "basis", "supersedes"})
LATEST = date(2026, 11, 15)
SAID_IN_NOTE = ("Theo dữ kiện thật", "Dữ liệu dựng để minh họa")


def records(path: Path) -> Iterator[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        yield from (json.loads(line) for line in text.splitlines())
    else:
        whole = json.loads(text)
        yield from whole if isinstance(whole, list) else [whole]


FILES = [path for path in files_in(FIXTURES) if path.suffix in (".json", ".jsonl")]
RECORDS = [(path, record) for path in FILES for record in records(path)]
STATUSES = [record for _, record in RECORDS if record["kind"] == "status"]
LINES = [(path, record) for path, record in RECORDS if record["kind"] != "status"]


def parsed(record: dict[str, Any]) -> Document:
    model = KINDS[record["kind"]]
    beside = RESERVED - model.model_fields.keys()  # a programme has a last day of its own
    return model.parse({key: value for key, value in record.items() if key not in beside})


@pytest.fixture(scope="module")
def documents() -> list[tuple[Path, dict[str, Any], Document]]:
    return [(path, record, parsed(record)) for path, record in LINES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FIXTURES)))
def test_every_document_of_a_file_parses(path: Path) -> None:
    """Every document line is a valid document once the reserved keys are taken off."""
    for record in records(path):
        if record["kind"] != "status":
            document = parsed(record)
            assert document.subject.startswith(f"{record['kind']}:")
            assert document.title


def test_reserved_keys_are_well_formed() -> None:
    """Reserved keys and status dates are days of the calendar, in order, with readable bases."""
    for path, record in RECORDS:
        days = {key: day(record[key]) for key in ("on", "effective", "until") if record.get(key)}
        first = days.get("effective", days.get("on"))
        if first is not None and "until" in days:
            assert first <= days["until"], (path, record)
        for basis in record.get("basis") or ():
            assert DocumentRef.parse(basis).number is not None, (path, basis)


def test_there_are_twelve_procedures_or_more(
    documents: list[tuple[Path, dict[str, Any], Document]],
) -> None:
    """At least twelve procedures come with all that Decree 63/2010/NĐ-CP art. 8.2 asks for."""
    full = {
        document.code
        for _, _, document in documents
        if isinstance(document, Procedure)
        and document.code
        and None not in (document.cases, document.manners, document.performers, document.competent)
        and None not in (document.results, document.legal_bases, document.requirements)
    }
    assert len(full) >= 12


def test_a_procedure_file_is_named_for_its_code() -> None:
    """A procedure is found in the tree by its code or by its draft slug."""
    for path, record in LINES:
        if record["kind"] == "procedure":
            assert path.stem.startswith(record.get("code") or f"draft-{record['draft']}")


def test_subjects_are_unique(documents: list[tuple[Path, dict[str, Any], Document]]) -> None:
    """A subject is recorded once, and later editions are of procedures already there."""
    first = Counter(d.subject for path, _, d in documents if path.parent.name != "later")
    assert {subject for subject, times in first.items() if times > 1} == set()
    later = [(d.subject, r["effective"]) for p, r, d in documents if p.parent.name == "later"]
    assert {subject for subject, _ in later} <= first.keys()
    assert len(set(later)) == len(later)


@pytest.mark.parametrize(
    ("level", "on", "count"),
    [
        (Level.MINISTRY, date(2023, 10, 31), 22),
        (Level.PROVINCE, date(2023, 10, 31), 63),
        (Level.PROVINCE, date(2025, 6, 30), 63),
        (Level.MINISTRY, date(2025, 3, 1), 17),
        (Level.PROVINCE, date(2025, 7, 2), 34),
    ],
)
def test_agencies_of_a_day(
    documents: list[tuple[Path, dict[str, Any], Document]], level: Level, on: date, count: int
) -> None:
    """Counted on a day, the agencies of a level are those that existed on that day."""
    agencies = [d for _, _, d in documents if isinstance(d, Agency) and d.level is level]
    assert sum(agency.exists_on(on) for agency in agencies) == count


def test_an_agency_that_ended_has_a_successor(
    documents: list[tuple[Path, dict[str, Any], Document]],
) -> None:
    """Who no longer exists names successors that are in the fixtures and exist from that day."""
    agencies = {d.id: d for _, _, d in documents if isinstance(d, Agency)}
    for agency in agencies.values():
        assert agency.exists_on(LATEST) or agency.succession, agency.id
        for row in agency.succession or ():
            assert all(agencies[to].exists_on(row.on) for to in row.to), agency.id


def test_every_item_has_its_programme_and_plan(
    documents: list[tuple[Path, dict[str, Any], Document]],
) -> None:
    """The programme and the plan that a plan or an item names exist."""
    subjects = {document.subject for _, _, document in documents}
    for _, _, document in documents:
        if isinstance(document, (Plan, Item)):
            assert f"programme:{document.programme}" in subjects
        if isinstance(document, Item) and document.plan is not None:
            assert f"plan:{document.programme}/{document.plan}" in subjects


def test_every_status_has_its_subject(
    documents: list[tuple[Path, dict[str, Any], Document]],
) -> None:
    """A status is of a subject in the fixtures, and every subject of a lifecycle has one."""
    subjects = {d.subject for _, _, d in documents if d.kind in LIFECYCLES}
    assert {status["subject"] for status in STATUSES} == subjects
    for status in STATUSES:
        assert (status["to"] == "replaced") == ("successors" in status)
        for successor in status.get("successors", ()):
            assert f"procedure:{successor}" in subjects


def test_every_record_says_its_source() -> None:
    """Each document says whether it follows facts or is constructed, each status in its note."""
    for path, record in LINES:
        source = record["extensions"]["proccat:source"]
        assert source in ("facts", "constructed"), (path, record)
    for status in STATUSES:
        assert status["note"].startswith(SAID_IN_NOTE), status


def test_nothing_happens_later_than_the_fixtures_were_made(
    documents: list[tuple[Path, dict[str, Any], Document]],
) -> None:
    """The day of an act is given or the document's own, and is not after 15 November 2026."""
    for _, record, document in documents:
        on = day(record["on"]) if "on" in record else document.own_date
        assert on is not None, document.subject
        assert on <= LATEST, document.subject
    assert all(day(status["on"]) <= LATEST for status in STATUSES)
