"""The tables of DOMAIN 4, and that a status changes exactly when they allow it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from strategies import ITEMS, PROGRAMME, item, kethon, programme

from proccat import Catalogue, Publication, Simplification
from proccat.errors import TransitionError
from proccat.lifecycle import (
    LIFECYCLES,
    PUBLICATION,
    SIMPLIFICATION,
    Guard,
    Lifecycle,
    SubjectKind,
)

BEFORE, DAY = date(2025, 1, 1), date(2025, 6, 1)
END = date(2025, 12, 31)

# Told again from DOMAIN 4, so that the table in the code is compared with the words.
PUBLISHED = {
    None: "drafted announced public",
    "drafted": "issued abolished",
    "issued": "announced abolished",
    "announced": "public announced replaced abolished suspended",
    "public": "announced replaced abolished suspended",
    "suspended": "replaced abolished",  # and back to where it came from
    "replaced": "",
    "abolished": "",
}
SUNSET = {  # what stands has a last day
    "suspended": "suspended",
    "replaced": "announced abolished suspended replaced",
    "abolished": "announced abolished suspended replaced",
}
SIMPLIFIED = {
    None: "planned approved",
    "planned": "reviewing approved rejected stopped",
    "reviewing": "retained proposed rejected stopped",
    "retained": "",
    "proposed": "adopted consulted rejected stopped",
    "adopted": "consulted recommended drafting enacted rejected stopped",
    "consulted": "approved reviewing adopted rejected stopped",
    "recommended": "approved rejected stopped",
    "approved": "drafting enacted approved stopped",
    "drafting": "submitted enacted stopped",
    "submitted": "enacted drafting stopped",
    "enacted": "drafting enacted announced stopped",
    "announced": "drafting enacted completed stopped",
    "completed": "drafting enacted",
    "rejected": "",
    "stopped": "",
}
BY_KIND = {
    (None, "announced"): {"internal_procedure"},
    ("planned", "announced"): {"internal_procedure"},
    ("approved", "announced"): {"internal_procedure"},
    ("planned", "enacted"): {"task"},
    ("enacted", "completed"): {
        kind.value for kind in SubjectKind if kind.value not in ("procedure", "internal_procedure")
    },
}


def lawful(source: str | None, kind: str) -> set[str]:
    allowed = set(SIMPLIFIED[source].split())
    return allowed | {to for (frm, to), kinds in BY_KIND.items() if frm == source and kind in kinds}


def stand_at(
    catalogue: Catalogue, folder: Path, subjects: list[str], status: str | None, until: date | None
) -> None:
    """Take a standing over from a file for every subject."""
    if status is None:
        return
    line = {"kind": "status", "to": status, "on": BEFORE.isoformat(), "taken_over": True}
    if status == "replaced":
        line["successors"] = ["1.009999"]
    if until is not None:
        line["until"] = until.isoformat()
    path = folder / "standings.jsonl"
    path.write_text("".join(json.dumps(line | {"subject": s}) + "\n" for s in subjects), "utf-8")
    report = catalogue.load(path)
    assert report.errors == ()
    assert report.recorded == len(subjects)


def attempt(catalogue: Catalogue, subject: str, to: str) -> set[str] | None:
    """Try a change; None if it was made, else what the refusal says is allowed."""
    head = catalogue.head()
    try:
        catalogue.change_status(
            subject,
            to,
            on=DAY,
            actor="stp",
            basis="12/QĐ-UBND",
            successors=("1.009999",) if to == "replaced" else (),
        )
    except TransitionError as error:
        refusal = error
    else:
        assert catalogue.head().seq == head.seq + 1
        return None
    assert catalogue.head() == head
    assert (refusal.to, refusal.subject) == (to, subject)
    for status in refusal.allowed:
        assert status in str(refusal)
    return set(refusal.allowed)


@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=lambda each: each.name)
def test_every_status_can_be_reached(lifecycle: Lifecycle) -> None:
    """From nothing every status can be reached by rows of the table."""
    reached: set[str | None] = {None}
    while True:
        more = {row.to for row in lifecycle.transitions if row.source in reached} - reached
        if not more:
            break
        reached |= more
    assert reached - {None} == set(lifecycle.statuses)


@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=lambda each: each.name)
def test_every_row_names_known_statuses_and_an_act(lifecycle: Lifecycle) -> None:
    """A row leads from a known status or nothing to a known status by an act, and only once."""
    seen = set()
    for row in lifecycle.transitions:
        assert row.source is None or row.source in lifecycle.statuses
        assert row.to in lifecycle.statuses
        assert row.act
        assert (row.source, row.to, row.guard, row.kinds) not in seen
        seen.add((row.source, row.to, row.guard, row.kinds))
    for table in (lifecycle.immediate, lifecycle.needs_successors, lifecycle.continues):
        assert set(table) <= set(lifecycle.statuses)
    for continued in lifecycle.continues.values():
        assert set(continued) <= set(lifecycle.statuses)


def test_the_statuses_are_those_of_the_enums() -> None:
    """The enumerations of the public names and the tables hold the same statuses."""
    assert list(PUBLICATION.statuses) == [each.value for each in Publication]
    assert list(SIMPLIFICATION.statuses) == [each.value for each in Simplification]


def test_ranks_follow_the_main_line() -> None:
    """The main line ascends; side stages have the rank they came from; ended ones have none."""
    line = (
        "planned reviewing proposed adopted approved drafting submitted enacted announced completed"
    )
    ranks = [SIMPLIFICATION.rank(status) for status in line.split()]
    assert ranks == sorted({rank for rank in ranks if rank is not None})
    assert {SIMPLIFICATION.rank(each) for each in ("adopted", "consulted", "recommended")} == {3}
    for ended in ("retained", "rejected", "stopped", None):
        assert SIMPLIFICATION.rank(ended) is None


def test_only_these_statuses_may_have_a_last_day() -> None:
    """Announced, public, suspended, replaced, abolished, enacted and what continues them."""
    with_end = {key for key, status in PUBLICATION.statuses.items() if status.until}
    assert with_end == {"announced", "public", "suspended", "replaced", "abolished"}
    with_end = {key for key, status in SIMPLIFICATION.statuses.items() if status.until}
    assert with_end == {"enacted", "announced", "completed"}


@pytest.mark.parametrize("until", [None, END], ids=["open", "sunset"])
@pytest.mark.parametrize("source", PUBLISHED, ids=str)
def test_publication_changes_exactly_as_the_table_says(
    catalogue: Catalogue, tmp_path: Path, source: str | None, until: date | None
) -> None:
    """From every status to every one: it succeeds if the table allows it, else says what does."""
    if until is not None and (source is None or not PUBLICATION.statuses[source].until):
        until = None
    allowed = set(PUBLISHED[source].split())
    if until is not None and source is not None:
        allowed |= set(SUNSET.get(source, "").split())
    if source == "suspended":
        allowed |= {"announced", "public"}  # taken over: where it came from is not known
    targets = list(PUBLICATION.statuses)
    codes = [f"1.0000{number:02}" for number in range(len(targets))]
    for code in codes:
        catalogue.record(kethon(code=code), on=BEFORE, actor="stp")
    stand_at(catalogue, tmp_path, [f"procedure:{code}" for code in codes], source, until)
    for code, to in zip(codes, targets, strict=True):
        said = attempt(catalogue, f"procedure:{code}", to)
        assert (said is None) == (to in allowed), (source, to)
        assert said is None or said == allowed
    assert catalogue.verify().ok


@pytest.mark.parametrize("kind", SubjectKind)
def test_simplification_changes_exactly_as_the_table_says(
    catalogue: Catalogue, tmp_path: Path, kind: SubjectKind
) -> None:
    """For every kind of item, from every status to every status, the table is the law."""
    catalogue.record(programme(), on=BEFORE, actor="stp")
    for source in (None, *SIMPLIFICATION.statuses):
        targets = list(SIMPLIFICATION.statuses)
        subjects = [f"item:{PROGRAMME}/{kind.value}/{source}-{to}" for to in targets]
        with catalogue.transaction():
            for subject in subjects:
                catalogue.record(item(subject), on=BEFORE, actor="stp")
        stand_at(catalogue, tmp_path, subjects, source, None)
        allowed = lawful(source, kind.value)
        for subject, to in zip(subjects, targets, strict=True):
            said = attempt(catalogue, subject, to)
            assert (said is None) == (to in allowed), (source, to)
            assert said is None or said == allowed


def test_a_final_status_says_so(catalogue: Catalogue) -> None:
    """Where nothing may follow, the refusal says that the status is final."""
    catalogue.record(kethon(), on=BEFORE, actor="stp")
    catalogue.change_status("1.000894", "announced", on=BEFORE, actor="stp")
    catalogue.change_status("1.000894", "abolished", on=DAY, actor="stp")
    with pytest.raises(TransitionError, match="nothing, it is final") as caught:
        catalogue.change_status("1.000894", "public", on=DAY, actor="stp")
    assert caught.value.allowed == ()
    assert caught.value.current == "abolished"


@pytest.mark.parametrize(("came_from", "back"), [("announced", "public"), ("public", "announced")])
def test_a_suspension_ends_only_where_it_began(
    catalogue: Catalogue, came_from: str, back: str
) -> None:
    """Behind a suspension, also an extended one, only the status it came from may follow."""
    catalogue.record(kethon(), on=BEFORE, actor="stp")
    catalogue.change_status("1.000894", came_from, on=BEFORE, actor="stp")
    catalogue.change_status("1.000894", "suspended", on=DAY, until=END, actor="stp")
    catalogue.change_status("1.000894", "suspended", on=date(2025, 7, 1), until=END, actor="stp")
    with pytest.raises(TransitionError, match="came from"):
        catalogue.change_status("1.000894", back, on=date(2025, 8, 1), actor="stp")
    stands = catalogue.change_status("1.000894", came_from, on=date(2025, 8, 1), actor="stp")
    assert stands.status == came_from


def test_an_open_suspension_cannot_be_extended(catalogue: Catalogue) -> None:
    """Only a suspension with a last day can be followed by another suspension."""
    catalogue.record(kethon(), on=BEFORE, actor="stp")
    catalogue.change_status("1.000894", "public", on=BEFORE, actor="stp")
    catalogue.change_status("1.000894", "suspended", on=DAY, actor="stp")
    with pytest.raises(TransitionError) as caught:
        catalogue.change_status("1.000894", "suspended", on=date(2025, 7, 1), actor="stp")
    assert "suspended" not in caught.value.allowed


def test_what_takes_effect_inside_a_suspension_renews_it(catalogue: Catalogue) -> None:
    """An amendment inside a suspension needs the suspension recorded again from the same day."""
    catalogue.record(kethon(), on=BEFORE, actor="stp")
    catalogue.change_status("1.000894", "public", on=BEFORE, actor="stp")
    catalogue.change_status("1.000894", "suspended", on=DAY, actor="stp")
    july = date(2025, 7, 1)
    head = catalogue.head()
    with pytest.raises(TransitionError, match="suspension"):
        catalogue.change_status("1.000894", "announced", on=july, actor="stp")
    assert catalogue.head() == head
    with catalogue.transaction():
        catalogue.change_status("1.000894", "announced", on=july, actor="stp")
        catalogue.change_status("1.000894", "suspended", on=july, actor="stp")
    assert catalogue.at(july).standing("1.000894").status == "suspended"
    assert catalogue.change_status("1.000894", "announced", on=END, actor="stp").status


def test_guards_stand_only_where_the_domain_has_them() -> None:
    """Every guarded row leads on from a suspension, a replacement or an abolition."""
    for row in (*PUBLICATION.transitions, *SIMPLIFICATION.transitions):
        if row.guard is not Guard.ALWAYS:
            assert row.source in ("suspended", "replaced", "abolished")


def test_an_item_of_each_kind_can_be_carried_to_its_end(catalogue: Catalogue) -> None:
    """A procedure goes by announced to completed, a task from planned by enacted to completed."""
    catalogue.record(programme(), on=BEFORE, actor="stp")
    ways = {
        ITEMS[
            0
        ]: "planned reviewing proposed adopted consulted approved drafting submitted enacted "
        "announced completed",
        ITEMS[1]: "planned enacted completed",
        ITEMS[2]: "planned announced completed",
    }
    for subject, way in ways.items():
        catalogue.record(item(subject), on=BEFORE, actor="stp")
        for status in way.split():
            assert catalogue.change_status(subject, status, on=DAY, actor="stp").status == status
