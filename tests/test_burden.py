"""No new burden: what grew and what shrank, on what ground, and the policy that refuses it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from strategies import Clock, kethon, procedures

from proccat import BurdenPolicy, Catalogue, OfficePolicy, Procedure, Stated
from proccat.cli import main
from proccat.diff import ChangeKind
from proccat.errors import PolicyError
from proccat.policy import Actor, no_new_burden
from proccat.reports import Burden, burden
from proccat.reports.burden import TOPICS, WEIGHED

CODE = "1.000894"


def text(**more: Any) -> Procedure:
    """A text with one case and one channel."""
    given: dict[str, Any] = {
        "cases": [{
            "steps": ["Nộp hồ sơ", "Nhận kết quả"],
            "components": [{"name": "Tờ khai", "originals": 1, "copies": 1}],
            "sets": 1,
        }],
        "manners": [{
            "channel": "direct",
            "limit": {"quantity": 5, "unit": "working_day"},
            "fees": [{"kind": "charge", "amount": 15000}],
        }],
        "requirements": ["Nam từ đủ 20 tuổi trở lên"],
        "online": "partial",
        "levels": ["commune"],
    }  # fmt: skip
    return kethon(**(given | more))


def case(**more: Any) -> dict[str, Any]:
    """The one case of the text, with something else in it."""
    return {"cases": [text().plain()["cases"][0] | more]}


def manner(**more: Any) -> dict[str, Any]:
    """The one manner of the text, with something else in it."""
    return {"manners": [text().plain()["manners"][0] | more]}


def said(found: Burden) -> list[tuple[str, str]]:
    """Topic and direction of each finding."""
    return [(each.topic, each.direction) for each in found.findings]


LIMITS = [
    ({"quantity": 3, "unit": "working_day"}, "shrank"),
    ({"quantity": 6, "unit": "working_day"}, "grew"),
    ({"quantity": 6, "unit": "day"}, "shrank"),
    ({"quantity": 7, "unit": "day"}, "unclear"),
    ({"quantity": 8, "unit": "day"}, "grew"),
    ({"quantity": 1, "unit": "month"}, "grew"),
    ({"quantity": 8, "unit": "hour"}, "shrank"),
    ({"words": "Ngay trong ngày"}, "unclear"),
]


@pytest.mark.parametrize(
    ("more", "topic"),
    [
        (case(components=[{"name": "Tờ khai", "originals": 1, "copies": 1}, "Ảnh"]), "components"),
        (case(components=[{"name": "Tờ khai", "originals": 2, "copies": 1}]), "originals"),
        (case(components=[{"name": "Tờ khai", "originals": 1, "copies": 2}]), "copies"),
        (case(sets=2), "sets"),
        (case(steps=["Nộp hồ sơ", "Phỏng vấn hai bên", "Nhận kết quả"]), "steps"),
        (manner(fees=[{"kind": "charge", "amount": 20000}]), "fees"),
        ({"requirements": ["Nam từ đủ 20 tuổi trở lên", "Có hộ khẩu"]}, "requirements"),
        ({"online": "information"}, "online"),
        ({"levels": ["province"]}, "level"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_added_grew_and_taken_away_it_shrank(more: dict[str, Any], topic: str) -> None:
    """Each way to add burden is one finding that it grew; the same backwards, that it shrank."""
    old, new = text(), text(**more)
    assert said(burden(old, new)) == [(topic, "grew")]
    assert said(burden(new, old)) == [(topic, "shrank")]


@pytest.mark.parametrize(("limit", "direction"), LIMITS, ids=lambda each: str(each)[:40])
def test_time_limits_of_two_units_are_compared_in_calendar_days(
    limit: dict[str, Any], direction: str
) -> None:
    """Five working days are about seven days; the finding says what it was reckoned as."""
    (found,) = burden(text(), text(**manner(limit=limit))).findings
    assert (found.topic, found.direction) == ("time", direction)
    reckoned = limit.get("unit") not in (None, "working_day")
    assert ("≈ 7 →" in found.vi) is reckoned
    assert ("≈ 7 →" in found.en) is reckoned


def test_a_channel_lost_is_a_burden_and_named() -> None:
    """Who could hand in online and no longer can has lost something, told by channel."""
    both = [text().plain()["manners"][0], {"channel": "online"}]
    (lost,) = burden(text(manners=both), text()).findings
    assert (lost.topic, lost.direction) == ("channels", "grew")
    assert "trực tuyến" in lost.vi


def test_a_renamed_paper_is_no_second_paper() -> None:
    """One paper gone and one come in the same list is a change that the texts do not weigh."""
    renamed = case(components=["Đơn đề nghị cấp giấy chứng nhận mẫu mới"])
    (found,) = burden(text(), text(**renamed)).findings
    assert (found.topic, found.direction) == ("components", "unclear")
    assert "→" in found.vi


def test_of_two_that_come_for_one_that_goes_one_grew() -> None:
    """Only what has no counterpart counts as more."""
    two = case(components=["Giấy xác nhận cư trú của công an", "Ảnh chân dung nền trắng"])
    assert Counter(said(burden(text(), text(**two)))) == {
        ("components", "unclear"): 1,
        ("components", "grew"): 1,
    }


def test_what_becomes_known_may_have_held_all_along() -> None:
    """From the unknown to a value and back nothing grows or shrinks for certain."""
    unknown = kethon()
    for found in (burden(unknown, text()), burden(text(), unknown)):
        assert {direction for topic, direction in said(found) if topic != "level"} == {"unclear"}


def test_fees_after_none_are_introduced() -> None:
    """A fee where it was said that there was none grew; the exemption shrank it again."""
    free = text(**manner(fees=Stated.none("Miễn phí")))
    assert said(burden(free, text())) == [("fees", "grew")]
    assert said(burden(text(), free)) == [("fees", "shrank")]


def test_papers_after_none_are_all_new() -> None:
    """A dossier where it was said that there is none is told paper by paper."""
    none = text(cases=Stated.none("Không có"))
    assert said(burden(none, text())) == [("steps", "grew")] * 2 + [("components", "grew")]


def test_what_the_only_cases_asked_for_is_gone_with_them() -> None:
    """Cases that give way to the statement that there are none take their papers with them."""
    none = text(cases=Stated.none())
    assert said(burden(text(), none)) == [("steps", "shrank")] * 2 + [("components", "shrank")]
    two = text(cases=({"sets": 2},))
    assert said(burden(two, none)) == [("sets", "shrank")]
    assert said(burden(none, two)) == [("sets", "grew")]


def test_without_a_text_before_everything_is_new() -> None:
    """Of a new procedure all that it asks for is told as grown."""
    found = burden(None, text())
    assert found.new
    assert Counter(topic for topic, _ in said(found)) == {
        "steps": 2, "components": 1, "time": 1, "fees": 1, "requirements": 1,
    }  # fmt: skip
    assert found.findings == found.grew


@given(old=procedures, new=procedures)
def test_burden_mirrors(old: Procedure, new: Procedure) -> None:
    """What grew from one text to another shrinks on the way back, topic by topic."""
    forth, back = burden(old, new), burden(new, old)
    assert Counter(each.topic for each in forth.grew) == Counter(each.topic for each in back.shrank)
    assert burden(old, old).findings == ()
    assert all(each.vi and each.en and each.topic in TOPICS for each in forth.findings)


def test_the_table_weighs_known_kinds_by_known_topics() -> None:
    """Each row of the table is a kind of change and a topic with both names."""
    assert set(WEIGHED) <= set(ChangeKind)
    assert {topic for topic, _ in WEIGHED.values()} <= set(TOPICS)


@pytest.mark.parametrize(
    ("bases", "more", "answer"),
    [
        (["123/2015/NĐ-CP"], {}, True),
        (["60/2014/QH13", "04/2020/TT-BTP"], {}, True),
        (["04/2020/TT-BTP"], {}, True),
        (["04/2020/TT-BTP"], {"regulation": "not_assigned"}, False),
        (["85/2019/TT-BTC", "02/2020/NQ-HĐND"], {"code": "2.000894"}, False),
        (["04/2020/TT-BTP"], {"code": "3.000894"}, None),
        (["01/2020/QĐ-TTg"], {}, True),
        (["12/QĐ-BTP"], {}, False),
        (["01/CT-TTg", "3/KH-UBND"], {}, False),
        (["12/QĐ-BTP", "Luật Hộ tịch"], {}, None),
        (Stated.none("Không có"), {}, False),
        (None, {}, None),
    ],
)
def test_who_may_prescribe_a_procedure(bases: Any, more: dict[str, Any], answer: Any) -> None:
    """A law or decree may; a circular or a province's text where a law entrusts it; others not."""
    grounds = burden(None, kethon(**({"legal_bases": bases} | more))).grounds
    assert {each.question: each.answer for each in grounds}["power"] is answer


def test_an_assessment_has_three_states() -> None:
    """An impact assessment and an opinion are named, said to be none, or not known."""

    def answers(**more: Any) -> dict[str, bool | None]:
        return {each.question: each.answer for each in burden(None, kethon(**more)).grounds}

    named = answers(assessment=["12/BC-BTP"], opinion="45/KSTT-TH ngày 2/3/2024")
    assert (named["assessment"], named["opinion"]) == (True, True)
    assert answers(assessment=Stated.none("Không đánh giá"))["assessment"] is False
    assert answers()["assessment"] is None
    assert burden(None, kethon(type="internal")).grounds == ()


def filled(catalogue: Catalogue) -> None:
    """The text, in force since January 2024."""
    catalogue.record(text(), on=date(2024, 1, 2), actor="btp")


@pytest.fixture
def guarded(clock: Clock) -> Any:
    """A catalogue under the policy of no new burden, with one text."""
    with Catalogue.open(":memory:", clock=clock, policy=BurdenPolicy()) as catalogue:
        filled(catalogue)
        yield catalogue


def test_the_policy_refuses_what_adds_burden_without_a_law(guarded: Catalogue) -> None:
    """More papers by a circular are refused with the rule and what grew; by a law they pass."""
    head = guarded.head()
    with pytest.raises(PolicyError, match="Số lượng bộ hồ sơ") as refused:
        guarded.record(text(**case(sets=2)), actor="btp", basis="04/2024/TT-BTP")
    assert (refused.value.rule, guarded.head()) == ("no-new-burden", head)
    guarded.record(text(**case(sets=2)), actor="btp", basis="60/2024/QH15")
    guarded.record(text(), actor="btp", basis="05/2024/TT-BTP")
    assert guarded.standing(CODE).version == 3


def test_the_policy_has_no_side_door(guarded: Catalogue, tmp_path: Path) -> None:
    """A correction, a replacement of a voided text and a load are weighed like a record."""
    more = text(**case(sets=2))
    with pytest.raises(PolicyError):
        guarded.record(more, actor="btp", corrects=1)
    guarded.record(text(name="Đăng ký kết hôn."), on=date(2024, 2, 1), actor="btp")
    with pytest.raises(PolicyError):
        guarded.void(2, reason="nhầm", actor="btp", instead=more)
    file = tmp_path / "a.json"
    file.write_text(more.to_json(), "utf-8")
    assert ["no-new-burden" in each.message for each in guarded.load(file).errors] == [True]


def test_an_office_takes_the_rule_in_a_line(clock: Clock) -> None:
    """The rule among those of an office is enough for burden to be computed."""
    policy = OfficePolicy(rules=[no_new_burden])
    editor = Actor("stp", frozenset({"editor"}))
    with Catalogue.open(":memory:", clock=clock, policy=policy) as catalogue:
        catalogue.record(text(), on=date(2024, 1, 2), actor=editor)
        with pytest.raises(PolicyError, match="no-new-burden"):
            catalogue.record(text(**case(sets=2)), actor=editor)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a text and one that adds to it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROCCAT_DB", raising=False)
    (tmp_path / "old.json").write_text(text().to_json(), "utf-8")
    (tmp_path / "new.json").write_text(text(**case(sets=2)).to_json(), "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    """The command line on a catalogue in the folder."""
    return CliRunner().invoke(main, ["--db", "a.db", *arguments])


@pytest.mark.usefixtures("folder")
def test_check_tells_a_drafter_before_it_is_filed() -> None:
    """Check says what grew and what is not known; under the policy it ends with exit code 1."""
    assert run("record", "old.json", "--actor", "btp").exit_code == 0
    open_ = run("check", "new.json")
    assert open_.exit_code == 0
    assert "burden: 1 grew, 0 shrank, 0 unclear" in open_.output
    assert "+ Số lượng bộ hồ sơ: 1 → 2" in open_.output
    assert "power: not known" in open_.output
    refused = run("check", "new.json", "--policy", "burden")
    assert (refused.exit_code, "rule no-new-burden" in refused.output) == (1, True)
    by_law = run("check", "new.json", "--policy", "burden", "--basis", "60/2024/QH15")
    assert by_law.exit_code == 0
    data = json.loads(run("check", "new.json", "--json").output)
    assert data["compared"][0]["burden"]["findings"][0]["direction"] == "grew"
    assert run("record", "new.json", "--actor", "btp", "--policy", "burden").exit_code == 1


@pytest.mark.usefixtures("folder")
def test_check_of_a_new_procedure_tells_all_it_asks_for() -> None:
    """Without a catalogue, or without a text in it, everything is new and nothing is refused."""
    done = run("check", "new.json", "--policy", "burden")
    assert done.exit_code == 0
    assert "is new" in done.output
    assert "there was no text before" in done.output
