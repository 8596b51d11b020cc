"""The quality of the records: what is to be fixed, where, how, and the score of an agency."""

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
from strategies import PROGRAMME, Clock, item, kethon, memory, procedures, programme

from proccat import Agency, Catalogue, LegalDocument, Procedure, Stated
from proccat.cli import main
from proccat.reports import Quality, quality
from proccat.reports.quality import MADE, TERMS

CODE = "1.000894"
D = date


def whole(**more: Any) -> Procedure:
    """A text that holds all that the decree asks for."""
    none = Stated.none("Không")
    given: dict[str, Any] = {
        "announcing": "Bộ Tư pháp", "executing": ["Ủy ban nhân dân cấp xã"],
        "cases": [{"steps": ["Nộp hồ sơ"], "components": ["Tờ khai"], "sets": 1}],
        "manners": [{"channel": "direct", "limit": {"quantity": 1, "unit": "day"}, "fees": none}],
        "performers": ["Công dân Việt Nam"], "results": ["Giấy chứng nhận"],
        "requirements": none, "legal_bases": ["123/2015/NĐ-CP"], "decision": "12/QĐ-BTP",
    }  # fmt: skip
    return kethon(**(given | more))


def found(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Check and path of each issue."""
    return [(each.check, each.path) for each in quality(catalogue).issues]


def test_a_whole_text_has_nothing_to_fix(catalogue: Catalogue) -> None:
    """All that art. 8.2 asks for, known or stated to be none: a score of 100."""
    catalogue.record(whole(), actor="btp")
    made = quality(catalogue)
    assert (made.issues, made.whole.score) == ((), Decimal(100))


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"cases": None}, "$.cases[*].steps"),
        ({"cases": [{"steps": ["a"], "components": ["b"]}]}, "$.cases[*].sets"),
        ({"cases": [{"steps": ["a"], "sets": 1}]}, "$.cases[*].components"),
        ({"manners": None}, "$.manners"),
        ({"manners": [{"channel": "direct", "fees": Stated.none("0")}]}, "$.manners[*].limit"),
        ({"manners": [{"limit": {"quantity": 1, "unit": "day"}}]}, "$.manners[*].fees"),
        ({"performers": None}, "$.performers"),
        ({"executing": None}, "$.executing"),
        ({"results": None}, "$.results"),
        ({"requirements": None}, "$.requirements"),
        ({"legal_bases": None}, "$.legal_bases"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_decree_asks_for_and_is_missing_is_told(
    catalogue: Catalogue, more: dict[str, Any], path: str
) -> None:
    """Each part of the legal minimum has its path; the check fails once for the record."""
    catalogue.record(whole(**more), actor="btp")
    assert ("minimum", path) in found(catalogue)
    assert quality(catalogue).whole.failed == 1


def test_a_code_against_its_kind_is_told(catalogue: Catalogue) -> None:
    """The first digit tells another kind of regulation than the field."""
    catalogue.record(whole(regulation="not_assigned"), actor="btp")
    assert found(catalogue) == [("codes", "$.regulation")]


def test_an_agency_that_is_none_on_the_day_is_told(catalogue: Catalogue) -> None:
    """A ministry that is no more is dangling; while it was, and an alias or a class, is not."""
    catalogue.record(
        Agency(id="bo-tu-phap", names=[{"name": "Bộ Tư pháp", "since": "2007-08-01"}],
               aliases=["BTP"]), actor="x",
    )  # fmt: skip
    catalogue.record(
        Agency(id="bgtvt", names=[{"name": "Bộ Giao thông vận tải", "until": "2025-02-28"}]),
        actor="x", on=D(2007, 8, 1),
    )  # fmt: skip
    catalogue.record(
        whole(executing=["Ủy ban nhân dân cấp xã", "BTP", "Bộ Giao thông vận tải"]),
        actor="btp", on=D(2024, 1, 2),
    )  # fmt: skip
    assert found(catalogue) == [("agencies", "$.executing[2]")]
    assert quality(catalogue.at(D(2024, 6, 1))).issues == ()


def test_legal_bases_that_are_absent_or_ended_are_told(catalogue: Catalogue) -> None:
    """One that is not recorded, and one that a later decree replaced, each with its path."""
    catalogue.record(LegalDocument(number="123/2015/NĐ-CP"), on=D(2015, 11, 15), actor="x")
    later = LegalDocument(
        number="100/2024/NĐ-CP", effective_on=D(2024, 7, 1), replaces="123/2015/NĐ-CP"
    )
    catalogue.record(whole(legal_bases=["123/2015/NĐ-CP", "9/2019/TT-BTP"]), actor="btp",
                     on=D(2024, 1, 2))  # fmt: skip
    assert found(catalogue) == [("bases", "$.legal_bases[1]")]
    catalogue.record(later, on=D(2024, 5, 1), actor="x")
    assert ("ended", "$.legal_bases[0]") in found(catalogue)
    ended = next(each for each in quality(catalogue).issues if each.check == "ended")
    assert "replaced by 100/2024/NĐ-CP" in ended.what
    before = quality(catalogue.at(D(2024, 6, 30)))
    assert "ended" not in [each.check for each in before.issues]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"decision": "1681"}, "$.decision"),
        ({"legal_bases": ["Nghị định 123 năm 2015"]}, "$.legal_bases[0]"),
        ({"manners": [{"limit": "05 ngày", "fees": Stated.none("0")}]}, "$.manners[0].limit"),
        ({"manners": [{"limit": "Ngay", "fees": ["20.000 đồng"]}]}, "$.manners[0].fees[0]"),
        ({"manners": [{"limit": "Ngay", "fees": [{"amount": 20, "words": "20.000 đ"}]}]},
         "$.manners[0].fees[0]"),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_read_are_told(
    catalogue: Catalogue, more: dict[str, Any], path: str
) -> None:
    """Digits in words, a decision without a number, an amount a thousand times its words."""
    catalogue.record(whole(**more), actor="btp")
    assert found(catalogue) == [("numbers", path)]


def test_references_that_lead_nowhere_are_told(catalogue: Catalogue) -> None:
    """A copy of nothing, a member that is none, a successor that is not recorded, lost items."""
    catalogue.record(whole(copy_of="1.009999", members=["1.008888"]), on=D(2024, 1, 2), actor="btp")
    gone = "1.005555"
    catalogue.record(kethon(code=gone), on=D(2024, 1, 2), actor="btp")
    catalogue.change_status(gone, "announced", on=D(2024, 1, 2), actor="btp")
    catalogue.change_status(gone, "replaced", on=D(2024, 2, 1), successors="1.007777", actor="btp")
    catalogue.record(item(), actor="btp")
    catalogue.record(programme(id="p2"), actor="btp")
    catalogue.record(item("item:p2/procedure/1.006666", plan="pa"), actor="btp")
    told = [(each.path, each.what[:8]) for each in quality(catalogue).issues]
    assert told == [
        ("$.programme", "68/NQ-CP"), ("$.about", "1.006666"), ("$.plan", "pa: is n"),
        ("$.copy_of", "1.009999"), ("$.members[0]", "1.008888"),
        ("status.successors", "1.007777"),
    ]  # fmt: skip


def test_what_is_gone_need_not_be_whole(catalogue: Catalogue) -> None:
    """An abolished procedure has only its successors checked; an internal one no legal minimum."""
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="btp")
    catalogue.record(kethon(code="5.000001", name="Khác", type="internal"), actor="btp")
    assert {each.subject for each in quality(catalogue).issues} == {f"procedure:{CODE}"}
    catalogue.change_status(CODE, "announced", on=D(2024, 1, 2), actor="btp")
    catalogue.change_status(CODE, "abolished", on=D(2024, 2, 1), actor="btp")
    made = quality(catalogue)
    assert (made.issues, made.whole.checks) == ((), MADE["procedure"] + 1)


def test_duplicates_are_told_on_both_sides(catalogue: Catalogue) -> None:
    """The same name at the same agency, tones aside; copies of one code at one agency."""
    for code, name, more in (
        ("1.000001", "Đăng ký kết hôn", {}),
        ("1.000002", "ĐĂNG KÝ  KẾT HÔN", {}),
        ("1.000003", "Đăng ký kết hôn", {"announcing": "Bộ Công an"}),
        ("1.000004.000.00.00.H38", "Cấp lại", {"copy_of": "1.000001"}),
        ("1.000005.000.00.00.H38", "Cấp lại lần hai", {"copy_of": "1.000001"}),
    ):
        catalogue.record(whole(code=code, name=name, **more), actor="btp")
    told = {each.subject: each.what for each in quality(catalogue).issues}
    assert {subject[-4:] for subject in told} == {"0001", "0002", ".H38"}
    assert "same name" in told["procedure:1.000001"]
    assert "copies of 1.000001" in told["procedure:1.000004.000.00.00.H38"]


def test_the_score_of_an_agency_is_the_share_of_checks_passed(catalogue: Catalogue) -> None:
    """One failed check of sixteen is 93,75 %; the other agency is not touched by it."""
    catalogue.record(whole(), actor="btp")
    catalogue.record(whole(code="1.000001", name="Khác", decision="1681"), actor="btp")
    catalogue.record(whole(code="1.000002", announcing="Bộ Công an"), actor="bca")
    made = quality(catalogue)
    assert [(each.agency, each.score) for each in made.scores] == [
        ("Bộ Công an", Decimal(100)), ("Bộ Tư pháp", Decimal("93.75")),
    ]  # fmt: skip
    assert (made.whole.records, made.whole.faulty) == (3, 1)
    assert quality(catalogue, agency="bộ công an").issues == ()


@given(texts=st.lists(procedures, max_size=5, unique_by=lambda text: text.code))
def test_whatever_is_recorded_is_scored(texts: list[Procedure]) -> None:
    """Any texts have a score between 0 and 100, every issue a term, and no check counts twice."""
    with memory() as catalogue:
        for text in texts:
            catalogue.record(text, actor="btp")
        made: Quality = quality(catalogue)
    assert made.whole.records == len(texts)
    assert made.whole.checks == MADE["procedure"] * len(texts)
    assert 0 <= made.whole.failed <= made.whole.checks
    assert all(each.check in TERMS and each.path and each.mend for each in made.issues)


def test_the_command_line_tells_what_to_fix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """Scores and the list, as text and as JSON."""
    monkeypatch.chdir(tmp_path)
    with Catalogue.open("proccat.db", clock=clock) as catalogue:
        catalogue.record(whole(decision="1681"), actor="btp")
    done = CliRunner().invoke(main, ["report", "quality"])
    assert (done.exit_code, "87,50 %" in done.output) == (0, True)
    assert f"{CODE} $.decision" in done.output
    shown = json.loads(CliRunner().invoke(main, ["report", "quality", "--json"]).output)
    assert (shown["whole"]["score"], len(shown["issues"])) == ("87.50", 1)


def test_a_code_of_another_day_is_known(catalogue: Catalogue) -> None:
    """An item about a code the procedure had before, or about one to come, points at something."""
    catalogue.record(programme(), on=D(2023, 1, 1), actor="btp")
    catalogue.record(kethon(code="1.000001", draft="x"), on=D(2023, 1, 1), actor="btp")
    catalogue.record(kethon(code="1.000002", draft="x"), on=D(2024, 1, 1), actor="btp")
    catalogue.record(
        kethon(code="1.000003"), on=D(2024, 1, 1), effective=D(2099, 1, 1), actor="btp"
    )
    for code in ("1.000001", "1.000002", "1.000003", "1.000009"):
        about = item(f"item:{PROGRAMME}/procedure/{code}")
        catalogue.record(about, on=D(2024, 2, 1), actor="btp")
    missing = [each.subject for each in quality(catalogue).issues if each.check == "references"]
    assert missing == [f"item:{PROGRAMME}/procedure/1.000009"]
