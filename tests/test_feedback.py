"""Feedback: its lifecycle, who sent it and that this goes nowhere, what to review first."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from strategies import Clock, kethon, memory
from test_erasure import holds

from proccat import Catalogue, Feedback, Handling, Sender
from proccat.cli import main
from proccat.documents import KINDS
from proccat.errors import InvalidDocumentError, NotFoundError, TransitionError
from proccat.lifecycle import HANDLING
from proccat.reports import review
from proccat.reports.review import FACTORS, WEIGHTS
from proccat.writers import WRITERS

D = date
CODE = "1.000894"
PERSON = "Nguyễn Văn Kín"
PHONE = "0912345678"


def feedback(key: str = "pa-1", **more: Any) -> Feedback:
    """Feedback about the marriage procedure."""
    given: dict[str, Any] = {
        "id": key, "content": "Phải nộp giấy tờ đã có trong cơ sở dữ liệu", "matter": "rule",
        "about": CODE, "received_on": D(2024, 6, 3),
    }  # fmt: skip
    return Feedback(**(given | more))


def sender(key: str = "pa-1") -> Sender:
    """Who sent it."""
    return Sender(feedback=key, name=PERSON, phone=PHONE, address="Số 1 phố Kín")


def filled(catalogue: Catalogue) -> None:
    """Feedback with its sender, received."""
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    catalogue.record(feedback(), actor="stp")
    catalogue.record(sender(), on=D(2024, 6, 3), actor="stp")
    catalogue.change_status("feedback:pa-1", "received", on=D(2024, 6, 3), actor="stp")


@pytest.mark.parametrize(
    "walk",
    ["refused", "forwarded", "studied no_grounds published", "studied decided published"],
)
def test_feedback_goes_the_ways_of_the_decree(catalogue: Catalogue, walk: str) -> None:
    """Received, then refused, forwarded, or studied to an answer that is published."""
    filled(catalogue)
    for to in walk.split():
        standing = catalogue.change_status("feedback:pa-1", to, actor="stp")
        assert standing.status == to
    with pytest.raises(TransitionError):
        catalogue.change_status("feedback:pa-1", "received", actor="stp")


def test_an_answer_needs_a_study(catalogue: Catalogue) -> None:
    """From receipt nothing leads to a decision at once; the refusal says what is allowed."""
    filled(catalogue)
    with pytest.raises(TransitionError) as refused:
        catalogue.change_status("feedback:pa-1", "decided", actor="stp")
    assert set(refused.value.allowed) == {"refused", "forwarded", "studied"}
    with pytest.raises(NotFoundError, match="feedback 'pa-9'"):
        catalogue.change_status("feedback:pa-9", "received", actor="stp")


def test_the_statuses_are_those_of_the_enum() -> None:
    """The public enumeration and the table hold the same statuses."""
    assert list(HANDLING.statuses) == [each.value for each in Handling]


def test_no_writer_writes_who_sent_it(catalogue: Catalogue, tmp_path: Path) -> None:
    """In no format is a word of the sender; what was said is there, and the loss is told."""
    filled(catalogue)
    for name in WRITERS:
        path = tmp_path / f"a-{name}"
        report = catalogue.export(path, format=name)
        written = path.read_bytes()
        for words in (PERSON, PHONE, "phố Kín"):
            assert words.encode() not in written, name
            assert json.dumps(words)[1:-1].encode() not in written, name
        assert any("never exported: 1 senders" in loss for loss in report.losses), name


def test_a_workbook_holds_no_sender(catalogue: Catalogue, tmp_path: Path) -> None:
    """Not in the packed parts of the workbook either."""
    import zipfile

    filled(catalogue)
    catalogue.export(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        parts = b"".join(book.read(name) for name in book.namelist())
    assert PERSON.encode() not in parts


def test_the_log_holds_the_sender_as_if_erased(
    catalogue: Catalogue, other: Catalogue, tmp_path: Path
) -> None:
    """The restored chain is the same to its head; feedback and its status are whole."""
    filled(catalogue)
    catalogue.export(tmp_path / "a.log")
    other.load(tmp_path / "a.log")
    assert other.verify(anchor=catalogue.head(), deep=True).ok
    assert other.standing("feedback:pa-1").status == "received"
    assert [r.document for r in other.records("feedback")] == [feedback()]
    assert list(other.records("sender")) == []
    (odd,) = other.verify().problems
    assert "personal data, which no log carries" in odd.message
    assert [r.document for r in catalogue.records("sender")] == [sender()]


def test_a_sender_is_erased_and_the_feedback_stays(db: Path, clock: Clock) -> None:
    """Taken back and erased, no byte of the file holds the person; the chain is whole."""
    with Catalogue.open(db, clock=clock) as catalogue:
        filled(catalogue)
        seq = next(fact.seq for fact in catalogue.facts() if fact.subject == "sender:pa-1")
        assert holds(catalogue, PERSON) == ["facts"]
        catalogue.void(seq, reason="theo yêu cầu", actor="stp")
        catalogue.erase(seq, actor="stp")
        assert holds(catalogue, PERSON) == []
        assert catalogue.verify(deep=True).ok
        assert [r.document for r in catalogue.records("feedback")] == [feedback()]
    assert PERSON.encode() not in db.read_bytes()


def test_titles_and_pending_never_name_the_sender(catalogue: Catalogue) -> None:
    """Where lists show titles, a sender is shown by the number of the feedback."""
    filled(catalogue)
    assert catalogue.standing("sender:pa-1").title == "pa-1"
    assert [kind for kind, model in KINDS.items() if model.private] == ["sender"]


@pytest.mark.parametrize(
    "content", [f"Gọi {PHONE} cho tôi", "CCCD 001234567890", "thư tới a.b@c.vn"]
)
def test_personal_data_in_the_content_are_warned_of(content: str) -> None:
    """What looks like a telephone, an identity number or an address is odd in the content."""
    assert [each.path for each in feedback(content=content).warnings()] == ["$.content"]
    assert list(feedback(content="Hồ sơ 1.000894 chậm 15 ngày").warnings()) == []


def test_review_ranks_and_shows_each_factor(catalogue: Catalogue) -> None:
    """The most feedback, cost, time and least online come first, with points that add up."""
    slow: dict[str, Any] = {
        "manners": [{"channel": "direct", "limit": {"quantity": 20, "unit": "day"}}]
    }
    quick: dict[str, Any] = {
        "manners": [{"channel": "direct", "limit": {"quantity": 5, "unit": "working_day"}}]
    }
    catalogue.record(kethon(**slow, online="information"), actor="x")
    catalogue.record(kethon(code="1.000001", **quick, online="full",
                            costs=[{"yearly": 1_000_000}]), actor="x")  # fmt: skip
    catalogue.record(feedback(), actor="x")
    catalogue.record(feedback("pa-2", about=[CODE, "1.000001"]), actor="x")
    made = review(catalogue)
    assert [(each.subject[-6:], each.score) for each in made.candidates] == [
        ("000894", Decimal("70.00")), ("000001", Decimal("57.00")),
    ]  # fmt: skip
    first = {factor.name: factor for factor in made.candidates[0].factors}
    assert (first["feedback"].value, first["feedback"].points) == (Decimal(2), Decimal(40))
    assert (first["cost"].value, first["cost"].points) == (None, Decimal(0))
    assert made.unknown == {"feedback": 0, "cost": 1, "time": 0, "online": 0}
    assert [each.subject[-6:] for each in review(catalogue, weights={"cost": 1}).candidates] == [
        "000001", "000894",
    ]  # fmt: skip


def test_feedback_that_is_groundless_or_not_ours_does_not_count(catalogue: Catalogue) -> None:
    """Refused, forwarded and groundless feedback gives no points; what is gone is not ranked."""
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="x")
    catalogue.record(kethon(code="1.000001"), on=D(2024, 1, 2), actor="x")
    catalogue.change_status("1.000001", "announced", on=D(2024, 1, 2), actor="x")
    catalogue.change_status("1.000001", "abolished", on=D(2024, 2, 2), actor="x")
    for key, walk in (("a", "refused"), ("b", "forwarded"), ("c", "studied no_grounds"),
                      ("d", "studied decided")):  # fmt: skip
        catalogue.record(feedback(key), actor="x")
        for to in ("received", *walk.split()):
            catalogue.change_status(f"feedback:{key}", to, on=D(2024, 6, 3), actor="x")
    made = review(catalogue)
    assert made.of == 1
    assert made.candidates[0].factors[0].value == 1


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"weights": {"x": 1}}, {"weights": {"cost": -1}}])
def test_a_ranking_by_nothing_known_is_refused(catalogue: Catalogue, wrong: dict[str, Any]) -> None:
    """No candidate, an unknown factor and a negative weight are errors that name the factors."""
    with pytest.raises(InvalidDocumentError, match="feedback, cost, time, online"):
        review(catalogue, **wrong)


@given(counts=st.lists(st.integers(0, 4), min_size=1, max_size=4))
def test_more_feedback_never_ranks_lower(counts: list[int]) -> None:
    """With all else alike the order is that of the feedback, and no score is above the weights."""
    with memory() as catalogue:
        number = 0
        for place, count in enumerate(counts):
            catalogue.record(kethon(code=f"1.{place:06}"), actor="x")
            for _ in range(count):
                number += 1
                catalogue.record(feedback(f"pa-{number}", about=f"1.{place:06}"), actor="x")
        made = review(catalogue)
    told = [each.factors[0].value for each in made.candidates]
    assert told == sorted(map(Decimal, counts), reverse=True)
    assert all(each.score <= sum(WEIGHTS.values()) for each in made.candidates)
    assert set(FACTORS) == set(WEIGHTS)


def test_the_command_line_ranks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """The ranking as text and JSON, with its factors."""
    monkeypatch.chdir(tmp_path)
    with Catalogue.open("proccat.db", clock=clock) as catalogue:
        filled(catalogue)
    done = CliRunner().invoke(main, ["report", "review"])
    assert (done.exit_code, "40 points" in done.output) == (0, True)
    shown = json.loads(CliRunner().invoke(main, ["report", "review", "--json"]).output)
    assert shown["candidates"][0]["factors"][0] == {
        "name": "feedback", "value": "1.00", "points": "40.00",
    }  # fmt: skip
    said = CliRunner().invoke(main, ["status", "feedback:pa-1", "studied", "--actor", "stp"])
    assert said.exit_code == 0, said.output
