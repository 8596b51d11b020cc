"""Walks on both clocks: taken over, entered late, replaced; what was known before stays so."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from strategies import CODES, Clock, item, kethon, programme
from walking import UNKNOWN, known, story, today

from proccat import Catalogue
from proccat.errors import NotFoundError, TransitionError

CODE = CODES[0]
D = date


def lines(path: Path, *given: dict[str, object]) -> Path:
    """A file of JSON Lines."""
    path.write_text("".join(json.dumps(line) + "\n" for line in given), "utf-8")
    return path


def test_an_existing_public_procedure_is_taken_over(
    catalogue: Catalogue, clock: Clock, tmp_path: Path
) -> None:
    """A status line brings what stood for years; before it was loaded nothing was known."""
    today(clock, D(2024, 5, 2))
    source = lines(
        tmp_path / "a.jsonl",
        {"code": CODE, "name": "Đăng ký kết hôn", "on": "2015-11-16"},
        {"kind": "status", "subject": f"procedure:{CODE}", "to": "public", "on": "2016-01-01",
         "basis": ["1872/QĐ-BTP"]},
    )  # fmt: skip
    assert catalogue.load(source).recorded == 2
    story(catalogue, CODE, None, {
        D(2015, 11, 15): UNKNOWN, D(2015, 12, 31): None, D(2016, 1, 1): "public",
        D(2024, 5, 1): "public",
    })  # fmt: skip
    story(catalogue, CODE, D(2024, 5, 1), {D(2016, 1, 1): UNKNOWN, D(2024, 5, 1): UNKNOWN})
    today(clock, D(2024, 6, 3))
    catalogue.change_status(CODE, "abolished", actor="btp", basis="900/QĐ-BTP")
    story(catalogue, CODE, None, {D(2024, 6, 2): "public", D(2024, 6, 3): "abolished"})
    story(catalogue, CODE, D(2024, 6, 2), {D(2024, 6, 3): "public"})


def test_a_standing_from_the_middle_of_a_life_is_marked_as_taken_over(
    catalogue: Catalogue, clock: Clock, tmp_path: Path
) -> None:
    """What no table begins with may begin a file's story; it says so, and lawful acts follow."""
    today(clock, D(2024, 5, 2))
    subject = item().subject
    source = lines(
        tmp_path / "a.jsonl",
        {"code": CODE, "name": "Đăng ký kết hôn", "on": "2015-11-16"},
        programme().plain() | {"on": "2020-05-12"},
        item().plain() | {"on": "2021-01-04"},
        {"kind": "status", "subject": f"procedure:{CODE}", "to": "suspended", "on": "2021-07-01"},
        {"kind": "status", "subject": subject, "to": "submitted", "on": "2022-03-01"},
    )
    report = catalogue.load(source)
    assert report.errors == ()
    for name, status in ((CODE, "suspended"), (subject, "submitted")):
        period = catalogue.standing(name).period
        assert period is not None
        assert (period.value, period.taken_over) == (status, True)
    today(clock, D(2024, 6, 3))
    catalogue.change_status(CODE, "public", actor="btp")
    catalogue.change_status(subject, "enacted", actor="btp")
    story(catalogue, CODE, None, {D(2021, 6, 30): None, D(2024, 6, 2): "suspended",
                                  D(2024, 6, 3): "public"})  # fmt: skip
    story(catalogue, subject, None, {D(2022, 2, 28): None, D(2024, 6, 2): "submitted",
                                     D(2024, 6, 3): "enacted"})  # fmt: skip
    story(catalogue, subject, D(2024, 5, 1), {D(2024, 6, 2): UNKNOWN})
    with pytest.raises(TransitionError):
        catalogue.change_status(CODE, "drafted", actor="btp")


def test_texts_and_statuses_entered_late(catalogue: Catalogue, clock: Clock) -> None:
    """Both take their place in legal time; each earlier evening still tells its own story."""
    today(clock, D(2024, 1, 2))
    catalogue.record(kethon("một"), actor="btp")
    catalogue.change_status(CODE, "announced", actor="btp")
    today(clock, D(2024, 9, 2))
    catalogue.record(kethon("ba"), actor="btp")
    today(clock, D(2024, 12, 2))
    catalogue.record(kethon("hai"), on=D(2024, 4, 1), effective=D(2024, 5, 1), actor="btp")
    today(clock, D(2025, 2, 3))
    catalogue.change_status(CODE, "public", on=D(2024, 1, 9), actor="btp")

    days = (D(2024, 1, 8), D(2024, 4, 30), D(2024, 5, 1), D(2024, 9, 1), D(2024, 9, 2))

    def texts(known_on: date | None) -> list[str]:
        return [known(catalogue, day, known_on).procedure(CODE).name for day in days]

    assert texts(D(2024, 1, 2)) == ["một"] * 5
    assert texts(D(2024, 9, 2)) == ["một"] * 4 + ["ba"]
    assert texts(D(2024, 12, 1)) == ["một"] * 4 + ["ba"]
    assert texts(None) == texts(D(2024, 12, 2)) == ["một", "một", "hai", "hai", "ba"]
    story(catalogue, CODE, None, {D(2024, 1, 8): "announced", D(2024, 1, 9): "public"})
    story(catalogue, CODE, D(2025, 2, 2), {D(2024, 1, 9): "announced"})
    then = known(catalogue, D(2024, 4, 15), D(2024, 12, 2)).standing(CODE)
    assert [(p.change, p.effective) for p in then.pending] == [("text", D(2024, 5, 1))]
    assert known(catalogue, D(2024, 4, 15), D(2024, 12, 1)).standing(CODE).pending == ()


def test_every_way_in_shows_what_was_known(catalogue: Catalogue, clock: Clock) -> None:
    """Text, list, search, status list, history, feed and diff of one evening agree."""
    today(clock, D(2024, 1, 2))
    catalogue.record(kethon("Đăng ký kết hôn"), actor="btp")
    catalogue.change_status(CODE, "announced", actor="btp")
    today(clock, D(2024, 6, 3))
    catalogue.record(kethon("Đăng ký tình bạn"), on=D(2024, 3, 1), actor="btp")
    catalogue.change_status(CODE, "suspended", on=D(2024, 3, 1), actor="btp")
    today(clock, D(2024, 6, 4))
    march = D(2024, 3, 1)
    expected = {D(2024, 6, 2): ("Đăng ký kết hôn", "announced", 2, 0),
                D(2024, 6, 3): ("Đăng ký tình bạn", "suspended", 4, 1)}  # fmt: skip
    for evening, (name, status, facts, changed) in expected.items():
        then = known(catalogue, march, evening)
        assert then.procedure(CODE).name == name
        assert [each.name for each in then.procedures()] == [name]
        assert [hit.name for hit in then.search("đăng ký").hits] == [name]
        assert list(then.standings()) == [(f"procedure:{CODE}", status)]
        assert [hit.code for hit in then.search(status=status).hits] == [CODE]
        assert len(then.history(CODE)) == len(list(then.changes())) == facts
        assert len(then.diff(CODE, march - timedelta(days=1), march)) == changed
        assert then.standing(CODE).version == facts


def test_what_was_taken_back_was_known_before(catalogue: Catalogue, clock: Clock) -> None:
    """A voided code is known no more; on an evening before, it is as it was."""
    today(clock, D(2024, 1, 2))
    catalogue.record(kethon("nhầm"), actor="btp")
    catalogue.change_status(CODE, "announced", actor="btp")
    today(clock, D(2024, 2, 1))
    with catalogue.transaction():
        catalogue.void(2, reason="nhầm mã", actor="btp")
        catalogue.void(1, reason="nhầm mã", actor="btp")
    story(catalogue, CODE, None, {D(2024, 1, 2): UNKNOWN, D(2024, 2, 1): UNKNOWN})
    story(catalogue, CODE, D(2024, 1, 31), {D(2024, 1, 2): "announced", D(2024, 2, 1): "announced"})
    with pytest.raises(NotFoundError):
        catalogue.procedure(CODE)
    assert known(catalogue, D(2024, 1, 2), D(2024, 1, 31)).procedure(CODE).name == "nhầm"
    assert len(catalogue.history(CODE)) == 4


def test_a_replacement_by_two_successors(catalogue: Catalogue, clock: Clock) -> None:
    """The old one ends where the two begin, is known to end from its signing, and leads on."""
    today(clock, D(2024, 1, 2))
    successors = ("2.000001", "2.000002")
    catalogue.record(kethon(), actor="btp")
    catalogue.change_status(CODE, "announced", actor="btp")
    today(clock, D(2024, 11, 4))
    start = D(2025, 1, 1)
    with catalogue.transaction():
        for code in successors:
            catalogue.record(
                kethon(f"Đăng ký {code}", code), effective=start, actor="btp"
            )  # fmt: skip
            catalogue.change_status(code, "announced", effective=start, actor="btp")
        catalogue.change_status(
            CODE, "replaced", effective=start, successors=successors, actor="btp",
            basis="120/QĐ-BTP",
        )  # fmt: skip
    today(clock, D(2025, 3, 3))
    story(catalogue, CODE, None, {D(2024, 12, 31): "announced", start: "replaced"})
    story(catalogue, CODE, D(2024, 11, 3), {D(2024, 12, 31): "announced", start: "announced"})
    for code in successors:
        story(catalogue, code, None, {D(2024, 11, 3): UNKNOWN, D(2024, 12, 31): None,
                                      start: "announced"})  # fmt: skip
        story(catalogue, code, D(2024, 11, 3), {start: UNKNOWN})
    before = known(catalogue, D(2024, 12, 31), D(2024, 11, 4)).standing(CODE)
    assert [(p.change, p.effective) for p in before.pending] == [("replaced", start)]
    assert before.successors == ()
    assert catalogue.standing(CODE).successors == successors
    assert catalogue.procedure(CODE).name == "Đăng ký kết hôn"
    hit = next(hit for hit in catalogue.search(CODE).hits if hit.code == CODE)
    assert hit.replaced_by == successors
    with pytest.raises(TransitionError):
        catalogue.change_status(CODE, "announced", actor="btp")


def test_a_retroactive_first_text_is_shown_though_the_subject_is_not_known_yet(
    catalogue: Catalogue,
) -> None:
    """A text in effect before its act stands then; the subject has a standing from the act on."""
    written = catalogue.record(kethon(), on=D(2024, 6, 3), effective=D(2024, 1, 2), actor="btp")
    assert [problem.path for problem in written.warnings] == ["$.effective"]
    then = catalogue.at(D(2024, 3, 1))
    assert then.procedure(CODE) == kethon()
    assert list(then.procedures()) == [kethon()]
    assert then.search("kết hôn").hits
    with pytest.raises(NotFoundError, match="begins on 2024-06-03"):
        then.standing(CODE)
    assert catalogue.at(D(2024, 6, 3)).standing(CODE).edition
