"""Compliance cost: exact, with its inputs, nothing guessed; approved and realised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ITEMS, PROGRAMME, item, kethon, programme

from proccat import Catalogue, Plan, Procedure, Stated
from proccat.documents.cost import Cost, CostSheet
from proccat.errors import InvalidDocumentError, UnknownProgrammeError
from proccat.reports import account, cost, hourly_income, saving

CODE = "1.000894"
D = date
_d = Decimal


def row(**more: Any) -> dict[str, Any]:
    """One way of performing, all inputs known: 4 hours and 20,000 đồng, 15,000 of charges."""
    given: dict[str, Any] = {
        "channel": "direct",
        "tasks": [{"name": "Khai tờ khai", "hours": 1}, {"name": "Đi nộp", "hours": 3,
                   "outlay": 20000}],
        "hourly": 50000,
        "charges": 15000,
        "times": 1,
        "subjects": 1000,
    }  # fmt: skip
    return {key: value for key, value in (given | more).items() if value is not None}


def costs(*rows: dict[str, Any]) -> tuple[Cost, ...]:
    """Rows as documents hold them."""
    return tuple(Cost.parse(each) for each in rows)


def test_one_time_is_work_and_charges_and_a_year_is_that_often() -> None:
    """C1 is hours × income + outlay + charges; a year is C1 × times × performers."""
    found = account(costs(row()))
    assert (found.once, found.volume, found.yearly) == (_d(235_000), _d(1_000), _d(235_000_000))
    assert found.missing == ()
    assert found.lines[0].inputs == costs(row())[0]


def test_ways_are_weighted_by_their_volume() -> None:
    """Of two ways each counts as often as it is gone."""
    online = row(channel="online", tasks=[{"name": "Khai", "hours": 1}], charges=0, subjects=3000)
    found = account(costs(row(), online))
    assert found.yearly == 235_000_000 + 150_000_000
    assert found.once == _d("96250")


def test_the_check_of_the_circular() -> None:
    """2,306 billion that become 654 billion are 1,652 billion saved, 71.64 %."""
    made = saving(CostSheet.parse({
        "now": [{"yearly": 2_306_000_000_000}], "after": [{"yearly": 654_000_000_000}],
    }))  # fmt: skip
    assert (made.benefit, made.rate) == (_d(1_652_000_000_000), _d("71.64"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tasks", "$.costs[0].tasks: the work"),
        ("hourly", "$.costs[0].hourly: income per hour"),
        ("charges", "$.costs[0].charges: fees"),
        ("times", "$.costs[0].times: times a year"),
        ("subjects", "$.costs[0].subjects: number of performers"),
    ],
)
def test_a_missing_input_gives_no_total_and_is_listed(name: str, said: str) -> None:
    """Without any one input there is no cost of a year, never 0, and its path is told."""
    found = account(costs(row(**{name: None}), row(channel="online")))
    assert found.yearly is None
    assert any(each.startswith(said) for each in found.missing)


def test_a_task_of_unknown_length_is_listed() -> None:
    """A task that says neither hours nor outlay makes the work unknown."""
    found = account(costs(row(tasks=["Xin xác nhận"])))
    assert (found.once, found.missing) == (
        None, ("$.costs[0].tasks[0]: neither hours nor outlay is known",),
    )  # fmt: skip


def test_nothing_recorded_is_not_nothing_to_pay() -> None:
    """Unknown is None with its path; abolished, and stated to be none, are 0."""
    assert account(None).yearly is None
    assert account(None).missing
    assert account(Stated.none("Bãi bỏ")).yearly == 0
    free = row(charges=Stated.none("Miễn phí"), tasks=Stated.none("Không"), hourly=None)
    assert account(costs(free)).yearly == 0


def test_charges_are_read_from_the_text_where_it_says_them_exactly() -> None:
    """The fee of the same channel fills in; two different ones, or words, do not."""
    manners = [{"channel": "direct", "fees": [{"amount": 15000}, {"amount": 5000}]},
               {"channel": "online", "fees": Stated.none("Miễn phí")}]  # fmt: skip
    without = [row(charges=None), row(channel="online", charges=None)]
    text = kethon(manners=manners, costs=without)
    found = account(text.costs, text=text)
    assert [line.charges for line in found.lines] == [20000, 0]
    vague = kethon(manners=[{"channel": "direct", "fees": ["Theo quy định"]}], costs=without[:1])
    assert account(vague.costs, text=vague).once is None
    both = kethon(manners=[*manners, {"channel": "direct", "fees": [{"amount": 1}]}])
    assert account(costs(row(charges=None)), text=both).once is None


def test_the_income_of_the_call_is_kept_in_the_inputs() -> None:
    """A row that gives no income takes that of the call, and says so beside the result."""
    found = account(costs(row(hourly=None)), hourly=_d(50000))
    assert (found.yearly, found.lines[0].inputs.hourly) == (_d(235_000_000), _d(50_000))
    assert account(costs(row()), hourly=_d(1)).yearly == 235_000_000


def test_income_per_hour_follows_the_formula() -> None:
    """GDP by people, by 12 months of 22 days of 8 hours, in whole đồng."""
    assert hourly_income(_d(10_221_800_000_000_000), _d(100_300_000)) == 48254


_amounts = st.decimals(0, 10**12, places=6, allow_nan=False)


@given(rows=st.lists(st.tuples(_amounts, _amounts, _amounts, _amounts), min_size=1, max_size=4))
def test_money_is_exact(rows: list[tuple[Decimal, ...]]) -> None:
    """The cost of a year is the exact sum of products, whatever the numbers."""
    from fractions import Fraction

    made = costs(*(
        row(tasks=[{"name": "a", "hours": hours}], hourly=hourly, charges=charges, times=times)
        for hours, hourly, charges, times in rows
    ))  # fmt: skip
    exact = sum(
        (Fraction(hours) * Fraction(hourly) + Fraction(charges)) * Fraction(times) * 1000
        for hours, hourly, charges, times in rows
    )
    yearly = account(made).yearly
    assert yearly is not None
    assert Fraction(yearly) == exact


@pytest.mark.parametrize("amount", [-1, "NaN", "Infinity", "1e999999", "1.234,5", "1_000", True])
def test_hostile_amounts_are_refused(amount: object) -> None:
    """Negative, endless, marked or other numbers are errors with their path."""
    with pytest.raises(InvalidDocumentError) as refused:
        Cost.parse({"hourly": amount})
    assert [problem.path for problem in refused.value.problems] == ["$.hourly"]


def before_and_after(catalogue: Catalogue) -> None:
    """An item approved in 2023, enacted in 2024, and its procedure's texts before and after."""
    text: dict[str, Any] = {"announcing": "Bộ Tư pháp"}
    catalogue.record(kethon(**text, costs=[row()]), on=D(2023, 1, 2), actor="btp")
    catalogue.record(programme(), on=D(2023, 1, 2), actor="btp")
    sheet = {"now": [row()], "after": [row(subjects=400)]}
    catalogue.record(item(cost=sheet, lead="Bộ Tư pháp"), on=D(2023, 1, 2), actor="btp")
    catalogue.change_status(ITEMS[0], "approved", on=D(2023, 3, 1), actor="cp")
    catalogue.change_status(ITEMS[0], "enacted", on=D(2024, 5, 20), actor="btp")
    after = row(tasks=[{"name": "Khai", "hours": 1}], charges=0)
    catalogue.record(
        kethon(**text, costs=[after]), on=D(2024, 5, 20), effective=D(2024, 7, 1), actor="btp"
    )


def test_approved_and_realised_are_two_figures(catalogue: Catalogue) -> None:
    """The sheet promises 60 %; the texts deliver from the day the new one takes effect."""
    before_and_after(catalogue)
    found = cost(catalogue)
    assert (found.approved.benefit, found.approved.rate) == (_d(141_000_000), _d(60))
    assert (found.realised.benefit, found.realised.rate) == (_d(185_000_000), _d("78.72"))
    assert [(t.key, t.benefit) for t in found.approved_by("year")] == [("2023", _d(141_000_000))]
    assert [(t.key, t.benefit) for t in found.realised_by("year")] == [("2024", _d(185_000_000))]
    assert [t.key for t in found.realised_by("agency")] == ["Bộ Tư pháp"]
    assert [t.key for t in found.approved_by("programme")] == [PROGRAMME]


def test_the_figures_follow_the_day(catalogue: Catalogue) -> None:
    """Nothing before the approval; nothing realised before the later text is in force."""
    before_and_after(catalogue)
    assert cost(catalogue.at(D(2023, 2, 28))).rows == ()
    june = cost(catalogue.at(D(2024, 6, 30)))
    assert (june.approved.items, june.realised.items) == (1, 0)
    assert "no later text" in june.rows[0].missing[-1]
    assert cost(catalogue.at(D(2024, 7, 1))).realised.items == 1


def test_voiding_the_enactment_takes_the_realised_saving_back(catalogue: Catalogue) -> None:
    """A figure comes out of records: without its fact it is gone."""
    before_and_after(catalogue)
    enacted = next(fact.seq for fact in catalogue.facts() if fact.to == "enacted")
    catalogue.void(enacted, reason="nhầm", actor="btp")
    found = cost(catalogue)
    assert (found.realised.items, found.approved.items) == (0, 1)


def test_an_abolished_procedure_costs_nothing_after(catalogue: Catalogue) -> None:
    """What is abolished saves all that it cost."""
    catalogue.record(kethon(costs=[row()]), on=D(2023, 1, 2), actor="btp")
    catalogue.change_status(CODE, "announced", on=D(2023, 1, 2), actor="btp")
    catalogue.record(programme(), on=D(2023, 1, 2), actor="btp")
    catalogue.record(item(), on=D(2023, 1, 2), actor="btp")
    for day, to in ((D(2023, 3, 1), "approved"), (D(2024, 5, 20), "enacted")):
        catalogue.change_status(ITEMS[0], to, on=day, actor="btp")
    catalogue.change_status(CODE, "abolished", on=D(2024, 6, 1), actor="btp")
    assert cost(catalogue).realised.rate == 100


def test_stopped_items_and_missing_inputs_are_in_no_sum(catalogue: Catalogue) -> None:
    """A stopped item no longer counts; one without volume is counted as incomplete."""
    catalogue.record(programme(), on=D(2023, 1, 2), actor="btp")
    sheet = {"now": [row(subjects=None)], "after": Stated.none("Bãi bỏ")}
    for subject in ITEMS[:2]:
        catalogue.record(item(subject, cost=sheet), on=D(2023, 1, 2), actor="btp")
        catalogue.change_status(subject, "approved", on=D(2023, 3, 1), actor="cp")
    catalogue.change_status(ITEMS[1], "stopped", on=D(2023, 4, 1), actor="cp")
    found = cost(catalogue)
    assert (found.approved.items, found.approved.incomplete, found.approved.now) == (0, 1, _d(0))
    assert found.approved.rate is None
    assert "$.cost.now[0].subjects" in found.rows[0].missing[0]


def test_the_sheet_of_a_plan_counts_where_its_items_have_none(catalogue: Catalogue) -> None:
    """A plan's own sheet counts once when an item of it is approved, and not beside theirs."""
    catalogue.record(programme(), on=D(2023, 1, 2), actor="btp")
    sheet = {"now": [{"yearly": 2306}], "after": [{"yearly": 654}]}
    catalogue.record(Plan(programme=PROGRAMME, id="pa-1", name="Phương án", cost=sheet),
                     on=D(2023, 1, 2), actor="btp")  # fmt: skip
    for subject in ITEMS[:2]:
        catalogue.record(item(subject, plan="pa-1"), on=D(2023, 1, 2), actor="btp")
    assert cost(catalogue).rows == ()
    catalogue.change_status(ITEMS[0], "approved", on=D(2023, 3, 1), actor="cp")
    assert (cost(catalogue).approved.items, cost(catalogue).approved.rate) == (1, _d("71.64"))
    catalogue.record(item(ITEMS[0], plan="pa-1", cost=sheet), on=D(2023, 4, 1), actor="btp")
    assert [each.subject for each in cost(catalogue, PROGRAMME).rows] == [ITEMS[0]]


def told(catalogue: Catalogue, *texts: tuple[date, int | None]) -> None:
    """Texts of a procedure, each from a day on, with the cost of a year."""
    for day, yearly in texts:
        given = None if yearly is None else [{"yearly": yearly}]
        catalogue.record(kethon(costs=given), on=day, actor="btp")


def enacted(catalogue: Catalogue, programme_: str, on: date, about: str = CODE) -> None:
    """An item about a procedure, approved in 2021 and enacted on a day."""
    subject = f"item:{programme_}/procedure/{about}"
    catalogue.record(programme(id=programme_), on=D(2021, 1, 2), actor="btp")
    catalogue.record(item(subject), on=D(2021, 1, 2), actor="btp")
    catalogue.change_status(subject, "approved", on=D(2021, 3, 1), actor="cp")
    catalogue.change_status(subject, "enacted", on=on, actor="btp")


def test_a_saving_is_realised_by_one_item_and_stays(catalogue: Catalogue) -> None:
    """An abolition is the saving of the item it followed; that of an earlier one is as it was."""
    told(catalogue, (D(2021, 1, 1), 100), (D(2022, 7, 1), 40))
    catalogue.change_status(CODE, "announced", on=D(2021, 1, 1), actor="btp")
    enacted(catalogue, "A", D(2022, 5, 1))
    enacted(catalogue, "B", D(2024, 5, 1))
    before = cost(catalogue.at(D(2024, 5, 31)))
    catalogue.change_status(CODE, "abolished", on=D(2024, 6, 1), actor="btp")
    found = cost(catalogue)
    assert before.rows[0].realised_yearly == found.rows[0].realised_yearly == (_d(100), _d(40))
    assert (found.rows[1].realised_yearly, found.realised.benefit) == ((_d(40), _d(0)), _d(100))


def test_a_text_that_says_nothing_more_takes_no_saving_back(catalogue: Catalogue) -> None:
    """What was saved stays so, whatever the text of today says and whatever its code is now."""
    told(catalogue, (D(2021, 1, 1), 100), (D(2022, 7, 1), 40), (D(2023, 1, 1), None))
    enacted(catalogue, "A", D(2022, 5, 1))
    other = "1.009999"
    for day, code, yearly in ((2021, other, 100), (2022, other, 40), (2024, "1.008888", 30)):
        text = kethon(draft="khac", code=code, costs=[{"yearly": yearly}])
        catalogue.record(text, on=D(day, 7, 1), actor="btp")
    enacted(catalogue, "B", D(2022, 5, 1), about=other)
    assert [row.realised_yearly for row in cost(catalogue).rows] == [(_d(100), _d(40))] * 2


def test_a_saving_is_booked_from_the_day_it_is_saved(catalogue: Catalogue) -> None:
    """The year of a realised saving is that of the later text, not of the act that brought it."""
    told(catalogue, (D(2021, 1, 1), 100))
    enacted(catalogue, "A", D(2023, 12, 15))
    text = kethon(costs=[{"yearly": 40}])
    catalogue.record(text, on=D(2023, 12, 15), effective=D(2024, 2, 1), actor="btp")
    found = cost(catalogue.at(D(2024, 2, 1)))
    assert [(each.key, each.benefit) for each in found.realised_by("year")] == [("2024", _d(60))]
    row_ = found.rows[0]
    assert (row_.enacted_on, row_.realised_on) == (D(2023, 12, 15), D(2024, 2, 1))


def test_a_gap_starts_anew(catalogue: Catalogue) -> None:
    """What was enacted to a day and again after a gap is enacted since the second time."""
    catalogue.record(programme(), on=D(2021, 1, 2), actor="btp")
    catalogue.record(item(), on=D(2021, 1, 2), actor="btp")
    for to, day, until in (
        ("approved", D(2021, 3, 1), None),
        ("enacted", D(2022, 1, 1), D(2022, 6, 30)),
        ("approved", D(2024, 1, 1), None),
        ("enacted", D(2024, 1, 1), None),
    ):
        catalogue.change_status(ITEMS[0], to, on=day, until=until, actor="btp")
    approved = next(fact.seq for fact in catalogue.facts() if fact.to == "approved")
    catalogue.void(approved, reason="hủy", actor="a", from_=D(2022, 2, 1))
    row_ = cost(catalogue.at(D(2022, 6, 30))).rows[0]
    assert (row_.approved_on, row_.enacted_on) == (D(2021, 3, 1), D(2022, 1, 1))
    row_ = cost(catalogue).rows[0]
    assert (row_.approved_on, row_.enacted_on) == (D(2024, 1, 1), D(2024, 1, 1))


@pytest.mark.parametrize("given", [-5, _d("NaN"), _d("Infinity"), 1.5, "5", True, _d("1e40")])
def test_incomes_that_are_none_are_refused(catalogue: Catalogue, given: Any) -> None:
    """An income is a whole number or a Decimal, finite and not negative; 0 and 5 are."""
    with pytest.raises(InvalidDocumentError, match=r"hourly.*not negative"):
        cost(catalogue, hourly=given)
    with pytest.raises(InvalidDocumentError, match=r"hourly.*not negative"):
        account(costs(row(hourly=None)), hourly=given)
    assert account(costs(row(hourly=None)), hourly=5).yearly == 35_020_000


def test_unknown_groups_and_programmes_are_refused(catalogue: Catalogue) -> None:
    """A group says which there are; a programme is unknown unless items of it are recorded."""
    with pytest.raises(InvalidDocumentError, match="programme, agency, year"):
        cost(catalogue).approved_by("x")
    for name in ("no such programme", "", "a\x00"):
        with pytest.raises(UnknownProgrammeError):
            cost(catalogue, name)
    catalogue.record(item("item:A/procedure/1.000894"), on=D(2023, 1, 2), actor="btp")
    catalogue.record(programme(), on=D(2023, 1, 2), actor="btp")
    assert cost(catalogue, "A").rows == cost(catalogue, PROGRAMME).rows == ()


def test_a_procedure_may_say_what_it_costs() -> None:
    """The costs of a text are part of it and come back as they went."""
    text = kethon(costs=[row()])
    assert Procedure.parse(text.plain()) == text


@pytest.mark.parametrize("name", ["hourly", "charges", "times", "subjects", "yearly"])
def test_thousands_with_a_dot_are_refused(name: str) -> None:
    """50.000 is fifty thousand in Viet Nam, not fifty; a fraction below one is no such thing."""
    with pytest.raises(InvalidDocumentError, match="write plain digits, 50000"):
        Cost.parse({name: "50.000"})
    for plain in ("50000", "50.5", "0.125", "50.0000"):
        assert getattr(Cost.parse({name: plain}), name) == Decimal(plain)
