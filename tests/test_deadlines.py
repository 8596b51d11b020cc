"""Deadlines: what was late, impossible, excused and due; sunsets; inspections; working days."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from strategies import Clock, item, kethon, programme

from proccat import Catalogue, Feedback, Inspection, LegalDocument, Procedure, Stated, calendar
from proccat.calendar import is_working_day, working_days_after
from proccat.cli import main
from proccat.errors import InvalidDocumentError, MissingExtraError, UnknownAgencyError
from proccat.reports import Deadlines, deadlines, sunsets
from proccat.reports.duties import DUTIES, authority_of

CODE = "1.000894"
D = date
BTP = "Bộ Tư pháp"
_days = st.dates(D(2015, 1, 1), D(2035, 12, 31))


def text(**more: Any) -> Procedure:
    """A procedure that a ministry announces."""
    return kethon(**({"announcing": BTP} | more))


def states(found: Deadlines) -> list[tuple[str, str]]:
    """Act and state of each row."""
    return [(row.act, row.state) for row in found.rows]


def announced(catalogue: Catalogue, on: date, effective: date, **more: Any) -> None:
    """A procedure announced on a day for another, by the ministry."""
    catalogue.record(text(), on=on, effective=effective, actor="btp")
    catalogue.change_status(
        CODE, "announced", on=on, effective=effective, actor="btp", basis="12/QĐ-BTP", **more
    )


def test_holidays_and_weekends_are_no_working_days() -> None:
    """Tết, National Day and Sundays are off; a Saturday worked in exchange counts."""
    for off in (D(2024, 2, 9), D(2024, 9, 2), D(2026, 2, 17), D(2024, 6, 2), D(2026, 4, 27)):
        assert not is_working_day(off)
    for worked in (D(2024, 6, 3), D(2026, 8, 22)):
        assert is_working_day(worked)
    assert working_days_after(D(2024, 2, 7), 1) == D(2024, 2, 15)
    assert working_days_after(D(2024, 6, 7), 0) == D(2024, 6, 7)


@given(day=_days, count=st.integers(0, 30))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    """Between a day and the last of n working days after it lie exactly n working days."""
    last = working_days_after(day, count)
    between = (day + timedelta(days=n) for n in range(1, (last - day).days + 1))
    assert sum(map(is_working_day, between)) == count
    assert count == 0 or is_working_day(last)


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where `holidays` is not installed the error says which extra brings it."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    for cached in (calendar._holidays, calendar.is_working_day, calendar.working_days_after):
        cached.cache_clear()
    with pytest.raises(MissingExtraError, match=r"proccat\[reports\]"):
        working_days_after(D(2024, 2, 7), 1)


def test_a_ministry_announces_twenty_calendar_days_before_the_effect(catalogue: Catalogue) -> None:
    """On the twentieth day before it is in time, a day later it is late."""
    effect = D(2024, 7, 1)
    announced(catalogue, effect - timedelta(days=20), effect)
    catalogue.change_status(CODE, "public", on=D(2024, 6, 12), actor="btp")
    found = deadlines(catalogue)
    assert (found.rows, found.kept) == ((), 2)


def test_an_announcement_too_late_is_told_with_its_last_day(catalogue: Catalogue) -> None:
    """Late, with the rule, the last day, the day it was done, and whose it is."""
    announced(catalogue, D(2024, 6, 12), D(2024, 7, 1))
    catalogue.change_status(CODE, "public", on=D(2024, 6, 27), actor="btp")
    announcing, public = deadlines(catalogue).rows
    assert (announcing.state, announcing.last, announcing.done) == (
        "late", D(2024, 6, 11), D(2024, 6, 12),
    )  # fmt: skip
    assert (public.act, public.state, public.last) == ("publish", "late", D(2024, 6, 26))
    assert announcing.article == "NĐ 63/2010 Đ15"
    found = deadlines(catalogue)
    assert found.by_agency == ((BTP, {"late": 2}),)
    with pytest.raises(UnknownAgencyError, match="no agency is called"):
        deadlines(catalogue, agency="UBND tỉnh Lào Cai")
    assert deadlines(catalogue, since=D(2024, 6, 12)).rows == (public,)


def test_a_chair_has_five_days(catalogue: Catalogue) -> None:
    """The provincial chair announces five calendar days before, publishes in five working days."""
    catalogue.record(text(announcing="UBND tỉnh Lào Cai"), on=D(2024, 6, 26), actor="ubnd",
                     effective=D(2024, 7, 1))  # fmt: skip
    catalogue.change_status(
        CODE, "announced", on=D(2024, 6, 26), effective=D(2024, 7, 1), actor="ubnd"
    )
    catalogue.change_status(CODE, "public", on=D(2024, 7, 4), actor="ubnd")
    assert [(row.act, row.last) for row in deadlines(catalogue).rows] == [
        ("publish", D(2024, 7, 3))
    ]


def test_a_limit_before_the_signature_of_the_text_is_impossible(catalogue: Catalogue) -> None:
    """Where the last day precedes the signing of the legal text nobody could be in time."""
    catalogue.record(
        LegalDocument(number="7/2024/TT-BTP", signed_on=D(2024, 6, 20), effective_on=D(2024, 7, 1)),
        actor="btp",
    )
    catalogue.record(text(legal_bases=["7/2024/TT-BTP"]), on=D(2024, 6, 25), actor="btp",
                     effective=D(2024, 7, 1))  # fmt: skip
    catalogue.change_status(
        CODE, "announced", on=D(2024, 6, 25), effective=D(2024, 7, 1), actor="btp"
    )
    assert ("announce", "impossible") in states(deadlines(catalogue))


def test_a_shortened_procedure_has_three_days_after_the_signing(catalogue: Catalogue) -> None:
    """In force on the day of signing: three days after it in time, a fourth late."""
    for code, on, kept in (("1.000001", D(2024, 7, 4), 1), ("1.000002", D(2024, 7, 5), 0)):
        catalogue.record(text(code=code), on=D(2024, 7, 1), actor="btp")
        catalogue.change_status(code, "drafted", on=D(2024, 6, 1), actor="btp")
        catalogue.change_status(code, "issued", on=D(2024, 7, 1), actor="btp")
        catalogue.change_status(code, "announced", on=on, effective=D(2024, 7, 1), actor="btp")
        catalogue.change_status(code, "public", on=on, actor="btp")
        rows = [row.state for row in deadlines(catalogue).rows if row.subject.endswith(code)]
        assert rows == ["late"] * (1 - kept)


def test_an_excuse_is_noted_in_the_fact(catalogue: Catalogue) -> None:
    """A late announcement whose note says why is excused, and the reason is shown."""
    announced(catalogue, D(2024, 6, 12), D(2024, 7, 1), note="Lý do chậm: bộ công bố chậm")
    late = deadlines(catalogue.at(D(2024, 6, 13))).rows[0]
    assert (late.state, late.excuse) == ("excused", "bộ công bố chậm")


def test_what_is_issued_waits_for_its_announcement(catalogue: Catalogue) -> None:
    """Due before its last day, overdue after it, nothing while it is far off."""
    catalogue.record(text(), on=D(2024, 5, 1), effective=D(2024, 8, 1), actor="btp")
    catalogue.change_status(CODE, "drafted", on=D(2024, 4, 1), actor="btp")
    catalogue.change_status(CODE, "issued", on=D(2024, 5, 1), actor="btp")
    for day, expected in (
        (D(2024, 5, 20), []),
        (D(2024, 6, 20), [("announce", "due")]),
        (D(2024, 7, 12), [("announce", "due")]),
        (D(2024, 7, 13), [("announce", "overdue")]),
    ):
        assert states(deadlines(catalogue.at(day))) == expected


def test_what_is_announced_waits_to_be_public(catalogue: Catalogue) -> None:
    """Ten working days after the signing; known only from the day of the act on."""
    announced(catalogue, D(2024, 6, 3), D(2024, 7, 1))
    assert deadlines(catalogue.at(D(2024, 6, 2))).rows == ()
    assert states(deadlines(catalogue.at(D(2024, 6, 3)), within=0)) == []
    (row,) = deadlines(catalogue.at(D(2024, 6, 17)), within=0).rows
    assert (row.act, row.state, row.last) == ("publish", "due", D(2024, 6, 17))
    assert states(deadlines(catalogue.at(D(2024, 6, 18)))) == [("publish", "overdue")]


def test_internal_procedures_and_standings_taken_over_have_none(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    """Article 1.2a leaves internal procedures out; a file does not tell when acts were done."""
    catalogue.record(text(code="5.000001", type="internal"), on=D(2024, 6, 1), actor="btp")
    catalogue.change_status("5.000001", "announced", on=D(2024, 6, 1), actor="btp")
    line = {"kind": "status", "subject": "procedure:1.000002", "to": "announced",
            "on": "2024-06-01", "taken_over": True}  # fmt: skip
    file = tmp_path / "a.jsonl"
    file.write_text(text(code="1.000002").to_json() + "\n" + json.dumps(line) + "\n", "utf-8")
    catalogue.load(file, on=D(2024, 6, 1))
    found = deadlines(catalogue)
    assert (found.rows, found.kept, found.unclear) == ((), 0, ())


def test_who_announces_must_be_known(catalogue: Catalogue) -> None:
    """Where neither name nor number tells who announces, the subject is listed, not guessed."""
    catalogue.record(kethon(), on=D(2024, 6, 1), actor="btp")
    catalogue.change_status(CODE, "announced", on=D(2024, 6, 1), actor="btp")
    assert deadlines(catalogue).unclear == (f"procedure:{CODE}",)


def test_the_ends_of_the_calendar_are_no_crash(catalogue: Catalogue) -> None:
    """Days at either end of time are reckoned with, however far from any holiday that is known."""
    for code, on, effective in (
        ("1.000001", D(1, 1, 2), D(1, 1, 3)), ("1.000002", D(2024, 1, 2), date.max),
        ("1.000003", D(1890, 1, 2), D(1890, 1, 3)),
    ):  # fmt: skip
        catalogue.record(text(code=code), on=on, effective=effective, actor="btp")
        catalogue.change_status(code, "announced", on=on, effective=effective, actor="btp")
    found = deadlines(catalogue)
    assert {row.act for row in found.rows} == {"announce", "publish"}
    assert working_days_after(D(9999, 12, 1), 2) == D(9999, 12, 3)
    catalogue.record(text(code="1.000004"), on=D(2024, 1, 2), until=date.max, actor="btp")
    assert list(sunsets(catalogue)) == []  # a last day at the end of time is none


def test_a_text_ahead_of_its_first_day_waits_for_its_announcement(catalogue: Catalogue) -> None:
    """Recorded for a coming day and not announced it is due, then overdue; in force it is not."""
    catalogue.record(text(), on=D(2024, 5, 20), effective=D(2024, 7, 1), actor="btp")
    other = kethon(code="2.000815", announcing=BTP)
    catalogue.record(other, on=D(2024, 5, 20), actor="btp")  # in force the day it was recorded
    (due,) = deadlines(catalogue.at(D(2024, 6, 1))).rows
    assert (due.state, due.last, due.subject) == ("due", D(2024, 6, 11), f"procedure:{CODE}")
    (late,) = deadlines(catalogue.at(D(2024, 6, 12))).rows
    assert late.state == "overdue"
    catalogue.change_status(CODE, "announced", on=D(2024, 6, 11), effective=D(2024, 7, 1),
                            actor="btp")  # fmt: skip
    assert states(deadlines(catalogue.at(D(2024, 6, 12)))) == [("publish", "due")]


@pytest.mark.parametrize(
    ("more", "authority"),
    [
        ({"announcing": "Bộ Công an"}, "ministry"),
        ({"announcing": "BỘ CÔNG AN"}, "ministry"),
        ({"announcing": "Ngân hàng Nhà nước Việt Nam"}, "ministry"),
        ({"announcing": "Ủy ban nhân dân tỉnh Sơn La"}, "chair"),
        ({"announcing": "Bảo hiểm xã hội Việt Nam"}, "entrusted"),
        ({"decision": "12/QĐ-BHXH"}, "entrusted"),
        ({"decision": "3713/QD-BTP"}, "ministry"),
        ({"decision": "12/QĐ-UBND ngày 2/3/2024"}, "chair"),
        ({"announcing": "Sở Tư pháp"}, None),
        ({}, None),
    ],
)
def test_who_announces_is_read_from_the_text(more: dict[str, Any], authority: str | None) -> None:
    """The announcing agency's name, else the number of the decision, tells what it is."""
    text = kethon(**more)
    name = text.announcing.name if text.announcing else ""
    assert authority_of(name, (text.decision,) if text.decision else (), {}) == authority


def test_the_table_has_one_row_for_each_case() -> None:
    """No two rows hold for the same act, authority and way of making; each names its article."""
    keys = [(row.act, row.authority, row.shortened) for row in DUTIES]
    assert len(set(keys)) == len(keys)
    assert all(row.article and row.days for row in DUTIES)


def test_a_negative_number_of_days_is_refused(catalogue: Catalogue) -> None:
    """Looking back is what the late list is for; a huge number is no crash."""
    with pytest.raises(InvalidDocumentError, match="within"):
        deadlines(catalogue, within=-1)
    assert deadlines(catalogue, within=10**9).rows == ()


def test_feedback_that_is_not_ours_goes_on_in_five_working_days(catalogue: Catalogue) -> None:
    """Forwarded a day too late it is late; not forwarded at all it is overdue."""
    for key, forwarded in (("a", D(2024, 6, 11)), ("b", None), ("c", D(2024, 6, 10))):
        catalogue.record(
            Feedback(id=key, content="Hồ sơ chậm", received_on=D(2024, 6, 3),
                     receiving="Sở Tư pháp", competent="Bộ Công an"),
            actor="stp",
        )  # fmt: skip
        catalogue.change_status(f"feedback:{key}", "received", on=D(2024, 6, 3), actor="stp")
        if forwarded:
            catalogue.change_status(f"feedback:{key}", "forwarded", on=forwarded, actor="stp")
    found = deadlines(catalogue)
    assert [(row.subject, row.state) for row in found.rows] == [
        ("feedback:a", "late"), ("feedback:b", "overdue"),
    ]  # fmt: skip
    assert found.kept == 1


def inspection(**more: Any) -> Inspection:
    """An inspection of a department with one finding."""
    given: dict[str, Any] = {
        "id": "kt-2024-01", "agency": "Sở Xây dựng", "inspected_on": D(2024, 5, 2),
        "findings": [{"what": "Chưa niêm yết", "due": D(2024, 6, 30)}],
    }  # fmt: skip
    return Inspection(**(given | more))


def test_what_an_inspection_found_is_overdue_until_it_is_remedied(catalogue: Catalogue) -> None:
    """Due before its day, overdue after it; remedied late it is late, in time it is kept."""
    catalogue.record(inspection(), actor="vp")
    assert states(deadlines(catalogue.at(D(2024, 6, 20)))) == [("remedy", "due")]
    (row,) = deadlines(catalogue.at(D(2024, 7, 1))).rows
    assert (row.state, row.agency, row.title) == ("overdue", "Sở Xây dựng", "Chưa niêm yết")
    remedied = {"what": "Chưa niêm yết", "due": D(2024, 6, 30), "remedied_on": D(2024, 7, 5)}
    catalogue.record(inspection(findings=[remedied]), on=D(2024, 7, 5), actor="vp")
    assert states(deadlines(catalogue)) == [("remedy", "late")]
    catalogue.record(inspection(id="kt-2", findings=Stated.none("Không")), actor="vp")
    assert states(deadlines(catalogue)) == [("remedy", "late")]


def test_an_inspection_remedied_before_it_took_place_is_odd() -> None:
    """A day before the inspection is a warning with its path."""
    odd = inspection(findings=[{"what": "x", "remedied_on": D(2024, 5, 1)}])
    assert [each.path for each in odd.warnings()] == ["$.findings[0].remedied_on"]


def test_a_sunset_is_warned_of_ninety_and_thirty_days_ahead(catalogue: Catalogue) -> None:
    """The alert grows more urgent; after the last day there is nothing left to warn of."""
    catalogue.record(text(), on=D(2024, 1, 2), actor="btp")
    catalogue.record(text(name="Rút gọn"), on=D(2024, 2, 1), until=D(2024, 12, 31), actor="btp")
    for day, alert in ((D(2024, 9, 1), None), (D(2024, 10, 2), 90), (D(2024, 12, 1), 30)):
        (found,) = sunsets(catalogue.at(day))
        assert (found.alert, found.days, found.after) == (
            alert, (D(2024, 12, 31) - day).days, "reverts",
        )  # fmt: skip
        assert (found.title, found.agency, found.what) == ("Rút gọn", BTP, "text")
    assert sunsets(catalogue.at(D(2025, 1, 1))) == ()
    assert sunsets(catalogue.at(D(2024, 10, 2)), within=89) == ()


def test_what_follows_a_sunset_is_said(catalogue: Catalogue) -> None:
    """Nothing where it was the only text; superseded where a later one takes over."""
    catalogue.record(text(), on=D(2024, 1, 2), until=D(2024, 12, 31), actor="btp")
    assert [each.after for each in sunsets(catalogue.at(D(2024, 2, 1)))] == ["nothing"]
    catalogue.record(text(name="Lâu dài"), on=D(2024, 3, 1), effective=D(2025, 1, 1), actor="btp")
    assert [each.after for each in sunsets(catalogue.at(D(2024, 4, 1)))] == ["superseded"]


def test_statuses_documents_and_measures_lapse_too(catalogue: Catalogue) -> None:
    """An abolition for a time, a resolution with a last day and a fee waived until a day."""
    catalogue.record(text(), on=D(2024, 1, 2), actor="btp")
    catalogue.change_status(CODE, "announced", on=D(2024, 1, 2), actor="btp")
    catalogue.change_status(CODE, "abolished", on=D(2024, 2, 1), until=D(2026, 12, 1), actor="cp")
    catalogue.record(
        LegalDocument(number="66.16/2024/NQ-CP", expires_on=D(2027, 2, 28)), actor="cp"
    )
    catalogue.record(programme(), actor="cp")
    measure = {"kind": "exempt_fee", "until": D(2026, 12, 31)}
    catalogue.record(item(measures=[measure]), actor="cp")
    assert [(each.what, each.alert) for each in sunsets(catalogue)] == [
        ("abolished", 30), ("measure", 90), ("document", None),
    ]  # fmt: skip


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> CliRunner:
    """A folder with a catalogue that has a late announcement and a sunset."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROCCAT_DB", raising=False)
    with Catalogue.open("proccat.db", clock=clock) as catalogue:
        announced(catalogue, D(2024, 6, 12), D(2024, 7, 1), until=D(2026, 12, 31))
    return CliRunner()


def test_the_command_line_tells_deadlines_and_sunsets(shell: CliRunner) -> None:
    """Both reports as text and as JSON, at a date, for an agency."""
    done = shell.invoke(main, ["report", "deadlines", "--at", "2024-06-20"])
    assert done.exit_code == 0, done.output
    assert "trễ hạn" in done.output
    assert CODE in done.output
    shown = json.loads(shell.invoke(main, ["report", "deadlines", "--json"]).output)
    assert [row["state"] for row in shown["rows"]] == ["late", "overdue"]
    none = shell.invoke(main, ["report", "deadlines", "--agency", "Bộ Công an"])
    assert CODE not in none.output
    calendar_ = shell.invoke(main, ["report", "sunsets", "--at", "2026-11-15", "--within", "90"])
    assert (calendar_.exit_code, CODE in calendar_.output) == (0, True)
