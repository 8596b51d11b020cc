"""Observations: what a source states, kept as stated, with what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proccat import Catalogue, Observation
from proccat.errors import InvalidDocumentError
from proccat.reports import change, form_06, latest, year_before
from proccat.reports.observed import PARTS

D = date
OCTOBER = {"starts": "2023-10-01", "ends": "2023-10-31"}


def observed(**more: Any) -> Observation:
    """The share of dossiers with an electronic result, of the ministries, in October 2023."""
    return Observation(
        **(
            {
                "indicator": "ket-qua-dien-tu", "unit": "%", "level": "ministry",
                "period": OCTOBER, "as_of": "2023-10-31", "value": "26.93",
            }
            | more
        )
    )  # fmt: skip


@pytest.fixture
def record(catalogue: Catalogue) -> Callable[..., Observation]:
    """Records an observation on its own day."""

    def made(**more: Any) -> Observation:
        document = observed(**more)
        catalogue.record(document, on=document.as_of, actor="vp-ubnd")
        return document

    return made


def test_the_key_says_what_whose_and_when() -> None:
    """Indicator, agency or level, and the last day make the key, unless one is given."""
    assert observed().key == "ket-qua-dien-tu/ministry/2023-10-31"
    assert observed(agency="Bộ Tư pháp").key == "ket-qua-dien-tu/bo-tu-phap/2023-10-31"
    country = observed(level=None, period="10 tháng", as_of="2023-10-10")
    assert country.key == "ket-qua-dien-tu/2023-10-10"
    assert observed(id="rieng").key == "rieng"
    assert Observation.parse(observed().plain()) == observed()


def test_the_base_of_a_stated_change() -> None:
    """26.93 % up 16.15 points leads from 10.78 %; up 16.15 % from 23.19 %: the unit decides."""
    for kind, base in (("points", "10.78"), ("relative", "23.19")):
        stated = observed(change={"kind": kind, "value": "16.15"})
        assert stated.base == Decimal(base)
    assert observed(change={"kind": "relative", "value": -100}).base is None
    assert observed().base is None


def test_points_are_of_shares_alone() -> None:
    """What is not counted in per cent cannot change by percentage points."""
    with pytest.raises(InvalidDocumentError, match="say relative"):
        observed(unit="hồ sơ", change={"kind": "points", "value": 5})
    assert observed(unit="hồ sơ", change={"kind": "relative", "value": 5}).change


def test_a_rate_is_computed_or_as_published() -> None:
    """The published value stands; a rate that its parts do not give is odd, and said so."""
    parts = {"numerator": 2693, "denominator": 10000}
    assert observed(value=None, **parts).amount == Decimal("26.93")
    assert observed(value=None, unit="ngày", **parts).amount == Decimal("0.27")
    assert list(observed(**parts).warnings()) == []
    assert list(observed(value="26.9", **parts).warnings()) == []
    assert list(observed(value=30, numerator=1, denominator=3).warnings()) != []
    (odd,) = observed(value=27.5, **parts).warnings()
    assert (odd.path, odd.severity) == ("$.value", "warning")
    assert observed(value="27.5", **parts).amount == Decimal("27.5")


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_what_its_parts_give_is_never_odd(part: int, whole: int) -> None:
    """A value computed from its parts is not warned about, however it falls."""
    computed = observed(value=None, numerator=part, denominator=whole)
    assert computed.amount is not None
    again = observed(value=computed.amount, numerator=part, denominator=whole)
    assert list(again.warnings()) == []


def test_unknown_is_not_nought() -> None:
    """A value that nobody gave is None with a warning; of nothing there is no share."""
    assert observed(value=None).amount is None
    paths = {odd.path for odd in observed(value=None, numerator=0, denominator=0).warnings()}
    assert paths == {"$.value", "$.denominator"}
    assert observed(value=0).amount == 0
    assert [odd.path for odd in observed(as_of="2023-10-10").warnings()] == ["$.as_of"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "26,93"}, {"value": "NaN"}, {"value": True}, {"value": "1e999999"},
        {"period": {}}, {"period": {"starts": "2023-10-31", "ends": "2023-10-01"}},
        {"period": ""}, {"as_of": "31/10/2023"}, {"as_of": None}, {"unit": ""}, {"unit": "%\u200b"},
        {"indicator": "Tỷ lệ"}, {"indicator": "../../x"}, {"agency": "\ud800"},
        {"qualifier": "nearly"}, {"change": {"kind": "both", "value": 1}}, {"change": 16.15},
        {"id": "a b"}, {"name": "a\u202eb"},
    ],
    ids=ascii,
)  # fmt: skip
def test_what_is_no_observation(wrong: dict[str, Any]) -> None:
    """Numbers as people write them, periods that say nothing, hidden characters: all refused."""
    with pytest.raises(InvalidDocumentError):
        Observation.parse(observed().plain() | wrong)


def test_the_latest_not_after_the_day(
    catalogue: Catalogue, record: Callable[..., Observation]
) -> None:
    """A report takes the latest value not after its date, each by level or agency by itself."""
    cards = {"indicator": "the-can-cuoc", "unit": "thẻ", "level": None, "period": None}
    early = record(**cards, value=83_000_000, as_of="2023-09-20")
    late = record(**cards, value=83_760_000, as_of="2023-10-10", qualifier="over")
    own = record(**cards, value=5, as_of="2023-10-12", agency="Bộ Công an")
    for day, expected in ((D(2023, 9, 19), None), (D(2023, 10, 9), early), (D(2023, 10, 31), late)):
        assert latest(catalogue.at(day), "the-can-cuoc") == expected
    found = latest(catalogue, "the-can-cuoc", agency="bộ công  AN")
    assert found == own
    assert latest(catalogue, "the-can-cuoc", level="ministry") is None


def test_a_revised_value_is_an_edition(
    catalogue: Catalogue, record: Callable[..., Observation]
) -> None:
    """The same key again is a new edition: the last word stands, the first is still in history."""
    record(value=25)
    before = catalogue.at()
    record(value="26.93")
    found = latest(catalogue, "ket-qua-dien-tu", level="ministry")
    assert found is not None
    assert found.value == Decimal("26.93")
    old = latest(before, "ket-qua-dien-tu", level="ministry")
    assert old is not None
    assert old.value == 25
    assert len(catalogue.history(found.subject)) == 2


def test_change_is_never_mixed(catalogue: Catalogue, record: Callable[..., Observation]) -> None:
    """Points and relative are computed each from both values; neither is made of the other."""
    now = record(change={"kind": "points", "value": "16.15"})
    alone = change(catalogue, now)
    assert alone is not None
    assert (alone.kind, alone.value, alone.base, alone.stated) == (
        "points", Decimal("16.15"), Decimal("10.78"), True,
    )  # fmt: skip
    assert change(catalogue, now, "relative") is None
    last = {"starts": "2022-10-01", "ends": "2022-10-31"}
    earlier = record(period=last, as_of="2022-10-31", value="10.78")
    assert year_before(catalogue, now) == earlier
    for kind, value in (("points", "16.15"), ("relative", "149.81")):
        found = change(catalogue, now, kind)
        assert found is not None
        assert (found.value, found.base, found.stated) == (Decimal(value), Decimal("10.78"), False)
    with pytest.raises(ValueError, match="both"):
        change(catalogue, now, "both")


def test_units_are_never_mixed(catalogue: Catalogue, record: Callable[..., Observation]) -> None:
    """A value a year before in another unit is no base: 26.93 % is not set beside 500 dossiers."""
    last = {"starts": "2022-10-01", "ends": "2022-10-31"}
    record(period=last, as_of="2022-10-31", value=500, unit="hồ sơ", id="so-ho-so")
    now = record()
    assert year_before(catalogue, now) is None
    assert change(catalogue, now) is None
    share = record(period=last, as_of="2022-10-31", value="10.78")
    assert year_before(catalogue, now) == share


@pytest.mark.parametrize(("now", "before"), [("over", None), (None, "about"), ("under", "under")])
def test_what_is_about_so_much_gives_no_exact_change(
    catalogue: Catalogue,
    record: Callable[..., Observation],
    now: str | None,
    before: str | None,
) -> None:
    """With "over" or "about" on either side a change is what the source states, else none."""
    last = {"starts": "2022-10-01", "ends": "2022-10-31"}
    record(period=last, as_of="2022-10-31", value=10, qualifier=before)
    assert change(catalogue, record(qualifier=now)) is None
    told = record(qualifier=now, change={"kind": "points", "value": "16.15"})
    found = change(catalogue, told)
    assert found is not None
    assert (found.value, found.stated) == (Decimal("16.15"), True)
    assert found.base == (None if now else Decimal("10.78"))
    assert change(catalogue, told, "relative") is None


@pytest.mark.parametrize(
    ("against", "on_year"),
    [
        (None, False), ("tháng trước", False), ({"ends": "2022-09-30"}, False),
        ({"starts": "2022-10-01", "ends": "2022-10-31"}, True),
    ],
)  # fmt: skip
def test_a_stated_change_is_against_what_its_source_names(
    catalogue: Catalogue, record: Callable[..., Observation], against: object, on_year: bool
) -> None:
    """A change is one on the year before only where the source names that period, or computed."""
    now = record(change={"kind": "points", "value": "16.15", "against": against})
    found = change(catalogue, now)
    assert found is not None
    assert (found.on_year, found.stated) == (on_year, True)
    record(period={"starts": "2022-10-01", "ends": "2022-10-31"}, as_of="2022-10-31", value=10)
    found = change(catalogue, now)
    assert found is not None
    assert (found.on_year, found.stated) == (True, False)


@pytest.mark.parametrize(
    ("ends", "before"),
    [("2024-02-29", "2023-02-28"), ("2025-02-28", "2024-02-29"), ("2023-10-15", "2022-10-15")],
)
def test_the_same_period_of_last_year(
    catalogue: Catalogue, record: Callable[..., Observation], ends: str, before: str
) -> None:
    """Cut-off days move by a year; the end of February stays the end of February."""
    earlier = record(period={"ends": before}, as_of=before, value=1)
    now = record(period={"ends": ends}, as_of=ends, value=2)
    assert year_before(catalogue, now) == earlier
    assert year_before(catalogue, earlier) is None


def form(as_of: str = "2023-10-31", /, **values: int) -> list[Observation]:
    """A form 06 of one agency and month, as it stood on a day."""
    common = {"unit": "hồ sơ", "level": None, "agency": "Sở Tư pháp", "as_of": as_of}
    return [observed(indicator=PARTS[column], value=n, **common) for column, n in values.items()]


WHOLE = {
    "received": 100, "online": 60, "direct": 30, "carried": 10, "done": 80, "in_progress": 20,
    "early": 50, "on_time": 25, "late": 5,
}  # fmt: skip


def test_form_06_adds_up() -> None:
    """The three identities hold or are findings; each agency and period by itself."""
    assert form_06(form(**WHOLE)) == ()
    (wrong,) = form_06(form(**WHOLE | {"late": 6}))
    assert (wrong.severity, wrong.path) == ("error", "done")
    assert "80 is not 81" in wrong.message
    two = form_06(form(**WHOLE | {"received": 101}))
    assert [each.path for each in two] == ["received", "received"]
    other = [observed(indicator=PARTS["late"], unit="hồ sơ", agency="Sở Y tế", value=7)]
    assert all("so y te" in each.where for each in form_06([*form(**WHOLE), *other]))


def test_a_part_that_is_missing_is_not_guessed() -> None:
    """Without a part an identity cannot be checked: a warning that names the part, never 0."""
    (told,) = form_06(form(**{k: n for k, n in WHOLE.items() if k != "carried"}))
    assert (told.severity, told.path) == ("warning", "received")
    assert "carried" in told.message
    assert form_06([]) == ()


def test_findings_do_not_depend_on_order() -> None:
    """However the values come, the findings are the same."""
    values = form(**WHOLE | {"online": 61})
    assert set(form_06(values)) == set(form_06(values[::-1]))
    twice = [*values, observed(indicator=PARTS["late"], unit="hồ sơ", level=None, value=9,
                               agency="Sở Tư pháp", id="nhap-lai")]  # fmt: skip
    assert set(form_06(twice)) == set(form_06(twice[::-1]))


def test_states_of_one_period_are_never_mixed() -> None:
    """Of two states of a form the latest is checked, whatever the order; of a day, that day's."""
    middle = form("2023-10-15", received=50, online=30, direct=15, carried=5, done=40,
                  in_progress=10, early=25, on_time=14, late=2)  # fmt: skip
    for values in ([*middle, *form(**WHOLE)], [*form(**WHOLE), *middle]):
        assert form_06(values) == ()
        (wrong,) = form_06(values, on=D(2023, 10, 30))
        assert (wrong.path, "40 is not 41" in wrong.message) == ("done", True)
        assert form_06(values, on=D(2023, 10, 14)) == ()
    partly = form_06([*form(**WHOLE), *form("2023-11-05", received=101, online=61)])
    assert {each.severity for each in partly} == {"warning"}
    assert "without direct, carried" in partly[0].message


def test_a_count_with_a_dot_is_refused() -> None:
    """1.086 procedures are a thousand and more; a share may have three digits behind its point."""
    with pytest.raises(InvalidDocumentError, match="write plain digits, 1086"):
        observed(unit="thủ tục", value="1.086")
    assert observed(value="26.931").value == Decimal("26.931")
