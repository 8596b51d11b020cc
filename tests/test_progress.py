"""Progress: every figure is a count over items, at a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from strategies import PROGRAMME, decree, item, kethon, programme

from proccat import Agency, Catalogue
from proccat.errors import InvalidDocumentError, UnknownAgencyError, UnknownProgrammeError
from proccat.reports.counting import percentage

D = date
Add = Callable[..., str]


@pytest.fixture
def add(catalogue: Catalogue) -> Add:
    """Records an item and walks it through statuses, a month each from January 2024 on."""
    catalogue.record(
        programme(
            obliged=[
                {"agency": "Bộ Tư pháp", "level": "ministry"},
                {"agency": "Bộ Công an", "level": "ministry"},
                {"agency": "UBND tỉnh Lào Cai", "level": "province"},
            ]
        ),
        on=D(2023, 1, 1),
        actor="vp-ubnd",
    )

    def made(way: str, kind: str = "procedure", **more: object) -> str:
        number = len(list(catalogue.items()))
        subject = f"item:{PROGRAMME}/{kind}/1.{number:06}"
        catalogue.record(item(subject, **more), on=D(2023, 2, 1), actor="vp-ubnd")
        for month, step in enumerate(way.split(), 1):
            to, _, basis = step.partition("=")
            catalogue.change_status(
                subject, to, on=D(2024, month, 1), actor="stp",
                basis=tuple(basis.split(",")) if basis else None,
            )  # fmt: skip
        return subject

    return made


def test_what_slipped_back_or_stopped_no_longer_counts(catalogue: Catalogue, add: Add) -> None:
    """Reached is what stands at the rank or higher on the day; the denominator keeps them all."""
    add("approved enacted")
    add("approved enacted drafting")
    add("approved enacted stopped")
    add("approved drafting submitted")
    found = catalogue.progress(PROGRAMME)
    assert (found.of, found.reached) == (4, 1)
    february = catalogue.at(D(2024, 2, 15)).progress(PROGRAMME)
    assert (february.of, february.reached) == (4, 3)
    assert catalogue.at(D(2023, 12, 31)).progress(PROGRAMME).of == 0


def test_the_denominator(catalogue: Catalogue, add: Add) -> None:
    """It counts what ever stood at the rank by the day: stopped ones too, voided ones not."""
    add("planned")
    add("planned reviewing retained")
    add("planned rejected")
    add("approved stopped")
    add("planned approved")
    voided = add("planned approved")
    catalogue.void(catalogue.history(voided)[-1].seq, reason="nhầm", actor="stp")
    assert catalogue.progress(PROGRAMME).of == 2
    assert catalogue.progress(PROGRAMME, of="planned").of == 6
    assert catalogue.progress(PROGRAMME, of="planned", reached="planned").reached == 3


def test_a_lapsed_enactment_no_longer_counts(catalogue: Catalogue, add: Add) -> None:
    """An item enacted for a time counts to its last day."""
    subject = add("approved")
    catalogue.change_status(subject, "enacted", on=D(2024, 3, 1), until=D(2024, 6, 30), actor="stp")
    found = [catalogue.at(day).progress(PROGRAMME) for day in (D(2024, 6, 30), D(2024, 7, 1))]
    assert [(each.of, each.reached) for each in found] == [(1, 1), (1, 0)]


def test_voiding_one_enacting_fact_lowers_the_figure_by_one(catalogue: Catalogue, add: Add) -> None:
    """Of many items, a void of one enactment takes exactly that one away."""
    subjects = [add("approved enacted=9/2024/NĐ-CP") for _ in range(5)]
    assert catalogue.progress(PROGRAMME).reached == 5
    before = catalogue.at()
    catalogue.void(catalogue.history(subjects[2])[-1].seq, reason="nhầm", actor="stp")
    found = catalogue.progress(PROGRAMME)
    assert (found.of, found.reached, found.documents) == (5, 4, 1)
    assert before.progress(PROGRAMME).reached == 5


def test_distinct_documents(catalogue: Catalogue, add: Add) -> None:
    """One document may serve many items and one item need two: each document counts once."""
    catalogue.record(decree("9/2024/NĐ-CP", issuer="Chính phủ"), actor="vp-ubnd")
    catalogue.record(decree("77/QĐ-BTP", normative=False), actor="vp-ubnd")
    add("approved enacted=9/2024/NĐ-CP")
    add("approved enacted=9/2024/ND-CP")
    add("approved enacted=77/QĐ-BTP enacted=9/2024/NĐ-CP")
    add("approved enacted=3/2024/TT-BTP")
    add("approved=1/QĐ-TTg drafting")
    found = catalogue.progress(PROGRAMME)
    assert (found.documents, found.normative, found.unresolved) == (3, 2, 1)


def test_a_submitted_draft_counts_once(catalogue: Catalogue, add: Add) -> None:
    """A draft that was submitted and then signed counts as the document it became."""
    add("approved drafting submitted=5/TTr-BTP enacted=9/2024/NĐ-CP")
    add("approved drafting submitted=6/TTr-BTP")
    found = catalogue.progress(PROGRAMME, reached="submitted")
    assert (found.reached, found.documents) == (2, 2)


def test_documents_are_of_what_counts(catalogue: Catalogue, add: Add) -> None:
    """An item that never came into the denominator brings no document, however far it is asked."""
    add("planned=1/KH-BTP approved=2/QĐ-TTg")
    add("planned=3/KH-BTP")
    found = catalogue.progress(PROGRAMME, reached="planned", of="approved")
    assert (found.of, found.reached, found.documents) == (1, 1, 1)
    assert catalogue.progress(PROGRAMME, reached="planned", of="planned").documents == 2


def test_what_came_up_again_counts_from_then(catalogue: Catalogue, add: Add) -> None:
    """An item that slipped back and came up again counts by its last coming up alone."""
    add(
        "approved enacted=1/2024/NĐ-CP drafting enacted=2/2024/NĐ-CP announced enacted=3/2024/NĐ-CP"
    )
    whole = catalogue.progress(PROGRAMME)
    assert (whole.reached, whole.documents) == (1, 2)
    for since, reached in ((D(2024, 4, 1), 1), (D(2024, 4, 2), 0)):
        found = catalogue.progress(PROGRAMME, since=since, by="agency")
        assert found.reached == sum(row.reached for row in found.rows) == reached
    for day, reached in ((D(2024, 2, 15), 1), (D(2024, 3, 15), 0), (D(2024, 4, 15), 1)):
        assert catalogue.at(day).progress(PROGRAMME).reached == reached


def test_a_lapse_is_a_gap(catalogue: Catalogue, add: Add) -> None:
    """What was enacted for a time and again after a pause came up when the pause ended."""
    subject = add("approved")
    for on, until, basis in (("2024-02-01", "2024-03-31", "1/2024/NĐ-CP"),
                             ("2024-06-01", None, "2/2024/NĐ-CP")):  # fmt: skip
        catalogue.change_status(subject, "enacted", on=on, until=until, actor="stp", basis=basis)
    assert catalogue.progress(PROGRAMME).documents == 1
    assert catalogue.progress(PROGRAMME, since=D(2024, 6, 1)).reached == 1
    assert catalogue.at(D(2024, 4, 30)).progress(PROGRAMME).reached == 0


def test_rows_of_agencies_tell_who_acted(catalogue: Catalogue, add: Add) -> None:
    """By level and by agency a row says how many obliged agencies acted; idle ones are rows too."""
    add("approved enacted", lead="bộ tư  PHÁP")
    add("approved enacted", lead="Bộ Y tế")
    levels = {row.key: (row.acted, row.obliged) for row in catalogue.progress(by="level").rows}
    assert levels == {"ministry": (1, 2), "province": (0, 1), "–": (0, 0)}
    rows = {row.key: (row.acted, row.obliged, row.of)
            for row in catalogue.progress(by="agency").rows}  # fmt: skip
    assert rows == {
        "Bộ Tư pháp": (1, 1, 1), "Bộ Công an": (0, 1, 0), "UBND tỉnh Lào Cai": (0, 1, 0),
        "Bộ Y tế": (0, 0, 1),
    }  # fmt: skip
    one = catalogue.progress(agency="BỘ TƯ PHÁP", by="agency")
    assert ([row.key for row in one.rows], one.acted, one.obliged) == (
        ["Bộ Tư pháp"], ("Bộ Tư pháp",), ("Bộ Tư pháp",),
    )  # fmt: skip


def test_acted_of_obliged(catalogue: Catalogue, add: Add) -> None:
    """Agencies that acted are obliged ones that lead an item that has come so far."""
    add("approved enacted", lead="Bộ Tư pháp")
    add("approved enacted", lead="bộ  tư pháp")
    add("approved", lead="Bộ Công an")
    add("approved enacted", lead="Bộ Y tế")
    found = catalogue.progress(PROGRAMME)
    assert found.acted == ("Bộ Tư pháp",)
    assert len(found.obliged) == 3


def test_overdue(catalogue: Catalogue, add: Add) -> None:
    """Overdue is past its due day and not enacted, by lead agency; ended ones are not."""
    due = {"due": D(2024, 6, 30), "lead": "Bộ Tư pháp"}
    late = add("approved drafting", **due)
    add("approved enacted", **due)
    add("approved stopped", **due)
    add("approved", lead="Bộ Tư pháp", due=D(2030, 1, 1))
    assert catalogue.progress(PROGRAMME).overdue == (("Bộ Tư pháp", (late.removeprefix("item:"),)),)
    assert catalogue.at(D(2024, 6, 30)).progress(PROGRAMME).overdue == ()


def test_groups_add_up(catalogue: Catalogue, add: Add) -> None:
    """By agency, level, subject and plan each item is in one row; by measure under each of its."""
    add("approved enacted", lead="Bộ Tư pháp", measures=["cut_time", "cut_fee"], plan="p-1")
    add("approved", lead="UBND tỉnh Lào Cai", measures=["cut_time"])
    add("planned enacted", kind="task")
    for by in ("agency", "level", "field", "subject", "plan"):
        found = catalogue.progress(PROGRAMME, by=by)
        assert sum(row.of for row in found.rows) == found.of == 3
        assert sum(row.reached for row in found.rows) == found.reached == 2
    levels = {row.key: (row.of, row.reached) for row in catalogue.progress(by="level").rows}
    assert levels == {"ministry": (1, 1), "province": (1, 0), "–": (1, 1)}
    measures = {row.key: row.of for row in catalogue.progress(by="measure").rows}
    assert measures == {"cut_time": 2, "cut_fee": 1, "–": 1}
    assert catalogue.progress(PROGRAMME, subject="task").of == 1


def test_since(catalogue: Catalogue, add: Add) -> None:
    """since= counts what came so far on or after that day."""
    add("approved enacted")
    add("approved drafting enacted")
    assert catalogue.progress(PROGRAMME, since=D(2024, 2, 1)).reached == 2
    assert catalogue.progress(PROGRAMME, since=D(2024, 2, 2)).reached == 1
    assert catalogue.progress(PROGRAMME, since=D(2024, 3, 2)).reached == 0


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(437, 1086, "40.24"), (1, 3, "33.33"), (2, 3, "66.67"), (1, 800, "0.13"), (3, 800, "0.38"),
     (0, 5, "0.00"), (5, 5, "100.00"), (1, 0, None)],
)  # fmt: skip
def test_percentages_are_half_up(part: int, whole: int, expected: str | None) -> None:
    """Two digits, half up, never half to even; of nothing there is none."""
    assert percentage(part, whole) == (None if expected is None else Decimal(expected))


def test_437_of_1086(catalogue: Catalogue) -> None:
    """The figure of the report comes out of records: 437 of 1,086 items are 40.24 %."""
    catalogue.record(programme(), on=D(2020, 5, 12), actor="vp-ubnd")
    with catalogue.transaction():
        for number in range(1086):
            subject = f"item:{PROGRAMME}/procedure/1.{number:06}"
            catalogue.record(item(subject), on=D(2021, 1, 1), actor="vp-ubnd")
            catalogue.change_status(subject, "approved", on=D(2022, 1, 1), actor="vp-ubnd")
            if number < 437:
                catalogue.change_status(subject, "enacted", on=D(2023, 10, 1), actor="vp-ubnd")
    found = catalogue.at(D(2023, 10, 31)).progress(PROGRAMME)
    assert (found.reached, found.of, found.ratio) == (437, 1086, Decimal("40.24"))


def test_an_unknown_argument_lists_the_known(catalogue: Catalogue, add: Add) -> None:
    """A stage off the main line, a group or a programme that is none is refused."""
    for given in ({"reached": "stopped"}, {"of": "retained"}, {"reached": "x"}, {"by": "colour"}):
        with pytest.raises(InvalidDocumentError, match="there are"):
            catalogue.progress(PROGRAMME, **given)  # type: ignore[arg-type]
    with pytest.raises(UnknownProgrammeError, match=f"there are {PROGRAMME}$"):
        catalogue.progress("9/NQ-CP/1999")
    with pytest.raises(UnknownProgrammeError, match=f"there are {PROGRAMME}$"):
        catalogue.search("", programme="68")


def test_a_frozen_baseline_is_the_denominator(catalogue: Catalogue) -> None:
    """Where the programme froze its number of items, that is what figures are taken of."""
    catalogue.record(
        programme(baseline={"on": "2023-01-01", "items": 10}), on=D(2023, 1, 1), actor="vp-ubnd"
    )
    subject = f"item:{PROGRAMME}/task/x"
    catalogue.record(item(subject), on=D(2023, 2, 1), actor="vp-ubnd")
    catalogue.change_status(subject, "approved", on=D(2024, 1, 1), actor="vp-ubnd")
    assert catalogue.progress(PROGRAMME).of == 10


def test_frozen_denominators_add_up(catalogue: Catalogue, add: Add) -> None:
    """What one programme froze holds beside others, and for approved items alone."""
    add("approved enacted")
    frozen = programme(id="2/2024", baseline={"on": "2024-01-01", "items": 10})
    catalogue.record(frozen, on=D(2023, 1, 1), actor="vp-ubnd")
    assert catalogue.progress("2/2024").of == 10
    assert catalogue.progress().of == 11
    catalogue.record(programme(id="3/2024"), on=D(2023, 1, 1), actor="vp-ubnd")
    assert catalogue.progress().of == 11
    assert catalogue.progress("2/2024", of="planned").of == 0


def test_an_agency_is_asked_for_by_any_of_its_names(catalogue: Catalogue, add: Add) -> None:
    """Name, alias or code count the same; who is nobody is refused with near names."""
    catalogue.record(
        Agency(id="btp", names=["Bộ Tư pháp"], aliases=["BTP"], level="ministry"),
        on=D(2023, 1, 1), actor="vp-ubnd",
    )  # fmt: skip
    add("approved enacted", lead="Bộ Tư pháp")
    add("approved", lead="Bộ Công an")
    for called in ("Bộ Tư pháp", "bo tu phap", "BTP"):
        found = catalogue.progress(PROGRAMME, agency=called)
        assert (found.of, found.reached) == (1, 1)
    with pytest.raises(UnknownAgencyError, match="no agency is called"):
        catalogue.progress(PROGRAMME, agency="Bộ Ma")


def test_what_never_came_to_the_base_is_told(catalogue: Catalogue, add: Add) -> None:
    """Planned items are in no denominator of approved ones, and are said to be left out."""
    add("approved enacted")
    add("planned")
    found = catalogue.progress(PROGRAMME)
    assert (found.of, found.uncounted) == (1, 1)
    assert catalogue.progress(PROGRAMME, of="planned").uncounted == 0


def test_the_field_of_a_code_it_had_before(catalogue: Catalogue, add: Add) -> None:
    """An item about a code that changed counts in the field of the procedure."""
    for on, code in ((D(2023, 1, 1), "1.000000"), (D(2024, 1, 1), "1.000777")):
        text = kethon(code=code, draft="x", field="Hộ tịch")
        catalogue.record(text, on=on, actor="btp")
    add("approved")
    (row,) = catalogue.progress(PROGRAMME, by="field").rows
    assert row.key == "Hộ tịch"
