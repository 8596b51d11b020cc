"""Agencies in time: who a name means on a day, who carries on, and figures restated on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PROGRAMME, Clock, agency, item, memory, programme

from proccat import Agency, Catalogue
from proccat.errors import UnknownAgencyError
from proccat.reports import Directory
from proccat.resources import resource

D = date
OLD, NEW = D(2023, 10, 31), D(2025, 7, 2)
MERGED = D(2025, 7, 1)
CLASS = "Ủy ban nhân dân cấp xã"


def made(
    id: str, name: str, dated: dict[str, str] | None = None, *, to: list[str] | None = None,
    kind: str = "merged", **more: Any,
) -> Agency:  # fmt: skip
    """An agency with one name, and what it became on 1 July 2025."""
    if to:
        more["succession"] = [{"kind": kind, "on": MERGED, "to": to}]
    return agency(id=id, names=[{"name": name} | (dated or {})], **more)


ENDS = {"until": "2025-06-30"}
BEGINS = {"since": "2025-07-01"}
SMALL = Directory((
    made("a", "Tỉnh A", ENDS, to=["c"]),
    made("b", "Tỉnh B", ENDS, to=["c", "d"]),
    made("c", "Tỉnh A", BEGINS),
    made("d", "Tỉnh D", BEGINS),
    made("e", "Tỉnh E", to=["d"], kind="transferred", aliases=["E", "Chung"]),
    made("f", "Tỉnh F", aliases=["Chung"]),
))  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Iterator[Directory]:
    """The directory of the agencies that ship."""
    with memory() as catalogue:
        catalogue.load(resource("fixtures") / "agencies")
        yield Directory.of(catalogue.at(D(2020, 1, 1)))


def test_a_name_means_an_agency_on_a_day() -> None:
    """The same name is one agency before the merger and another after; nobody's name is refused."""
    assert SMALL.resolve("tinh a", OLD).id == "a"
    assert SMALL.resolve("TỈNH  A", NEW).id == "c"
    assert SMALL.resolve("E", NEW).id == "e"
    for name, day, candidates in (("Chung", OLD, ("e", "f")), ("Tỉnh B", NEW, ("Tỉnh E",))):
        with pytest.raises(UnknownAgencyError) as caught:
            SMALL.resolve(name, day)
        assert set(candidates) <= set(caught.value.candidates)


def test_the_catalogue_and_the_directory_agree(catalogue: Catalogue) -> None:
    """`catalogue.agency` answers as a directory does: it is the same rule."""
    catalogue.load(resource("fixtures") / "agencies")
    for day in (OLD, NEW):
        view = catalogue.at(day)
        directory = Directory.of(view)
        for name in ("Hà Nội", "UBND tỉnh Bắc Ninh", "24", "H38", "BTP", "Bộ Không Có"):
            try:
                expected: object = view.agency(name).id
            except UnknownAgencyError:
                expected = UnknownAgencyError
            try:
                found: object = directory.resolve(name, day).id
            except UnknownAgencyError:
                found = UnknownAgencyError
            assert found == expected, (name, day)


def test_codes_change_their_meaning(real: Directory) -> None:
    """24 was Bắc Giang in the GSO register and is Bắc Ninh since July 2025."""
    assert real.resolve("24", OLD).id == "bac-giang"
    assert real.resolve("24", NEW).id == "bac-ninh-2025"


def test_who_a_text_means() -> None:
    """Who bears the name on the day of the text, else nearest to it; a class means nobody."""
    for name, written, expected in (
        ("Tỉnh B", D(2026, 1, 1), "b"), ("Tỉnh D", OLD, "d"), ("Tỉnh A", D(2025, 6, 30), "a"),
        ("Tỉnh A", MERGED, "c"), (CLASS, OLD, None), ("Chung", OLD, None), ("", OLD, None),
    ):  # fmt: skip
        meant = SMALL.meant(name, written)
        assert (meant.agency.id if meant else None) == expected, name


MARCH = D(2025, 3, 1)
MERGER = {"kind": "merged", "on": MARCH, "to": ["bo-moi"]}
UNDATED = Directory((
    agency(id="bo-cu", names=["Bộ Cũ"], aliases=["BC", {"name": "B Cũ", "until": "2020-12-31"}],
           codes=[{"system": "qcvn-102", "code": "G99"}], succession=[MERGER]),
    agency(id="bo-moi", names=[{"name": "Bộ Mới", "since": MARCH}]),
    agency(id="bo-ten", names=["Bộ Tên"],
           succession=[{"kind": "renamed", "on": MARCH, "to": ["bo-ten"]},
                       {"kind": "transferred", "on": MARCH, "to": ["bo-moi"]}]),
    agency(id="bo-chia", names=["Bộ Chia"],
           succession=[{"kind": "split", "on": MARCH, "to": ["bo-chia"]},
                       {"kind": "split", "on": MARCH, "to": ["bo-moi"]}]),
))  # fmt: skip


@pytest.mark.parametrize("name", ["Bộ Cũ", "BC", "G99", "bo-cu"])
def test_a_merged_agency_answers_to_nothing(name: str) -> None:
    """From the day others carry on for it, a name without a last day is its own no more."""
    last = MARCH - timedelta(days=1)
    assert UNDATED.resolve(name, last).id == "bo-cu"
    for day in (MARCH, D(2026, 1, 1)):
        with pytest.raises(UnknownAgencyError):
            UNDATED.resolve(name, day)
        meant = UNDATED.meant(name, day)
        assert meant is not None
        assert (meant.agency.id, meant.on) == ("bo-cu", last)
        assert UNDATED.restated(name, day, D(2026, 1, 1)) == "Bộ Mới"
        assert UNDATED.restated(name, day, last) == "Bộ Cũ"
    assert UNDATED.restated(name, last, last) == "Bộ Cũ"
    early = UNDATED.meant("B Cũ", MARCH)
    assert early is not None
    assert early.on == D(2020, 12, 31)


@pytest.mark.parametrize("id", ["bo-ten", "bo-chia"])
def test_who_carries_on_itself_keeps_its_names(id: str) -> None:
    """A rename that keeps the id, a split that leaves it and a transfer end nothing."""
    for day in (D(2024, 1, 1), MARCH, D(2026, 1, 1)):
        assert UNDATED.resolve(id, day).id == id
        assert UNDATED.resolve(UNDATED.name(id, day), day).id == id


def test_succession_is_followed_both_ways() -> None:
    """Merged, split, n:m; a transfer of functions is no succession; who is not recorded stays."""
    assert SMALL.carried("a", OLD, NEW) == ("c",)
    assert SMALL.carried("b", OLD, NEW) == ("c", "d")
    assert SMALL.carried("a", OLD, D(2025, 6, 30)) == ("a",)
    assert SMALL.carried("e", OLD, NEW) == ("e",)
    assert SMALL.carried("c", NEW, OLD) == ("a", "b")
    assert SMALL.carried("d", NEW, OLD) == ("b",)
    assert SMALL.carried("x", OLD, NEW) == ("x",)


def test_a_row_is_one_agency_or_a_joint_one() -> None:
    """A merged agency is counted under what came of it, a split one in one joint row."""
    for name, on, expected in (
        ("Tỉnh A", NEW, "Tỉnh A"), ("Tỉnh B", NEW, "Tỉnh A + Tỉnh D"), (CLASS, NEW, CLASS),
        ("Tỉnh B", OLD, "Tỉnh B"),
    ):  # fmt: skip
        assert SMALL.restated(name, OLD, on) == expected
    assert SMALL.restated("Tỉnh A", NEW, OLD) == "Tỉnh A + Tỉnh B"


def test_chains_and_rings_end() -> None:
    """Renamed twice is followed to the end; agencies that name each other do not go round."""
    steps = [{"kind": "renamed", "on": "2024-01-01", "to": ["y"]}]
    back = [{"kind": "renamed", "on": "2024-01-01", "to": ["x"]},
            {"kind": "renamed", "on": "2025-01-01", "to": ["z"]}]  # fmt: skip
    ring = Directory((
        agency(id="x", names=["X"], succession=steps), agency(id="y", names=["Y"], succession=back),
        agency(id="z", names=["Z"]),
    ))  # fmt: skip
    assert ring.carried("x", D(2023, 1, 1), D(2024, 6, 1)) == ("y",)
    assert ring.carried("x", D(2023, 1, 1), D(2026, 1, 1)) == ("z",)
    assert ring.carried("x", D(2024, 1, 1), D(2026, 1, 1)) == ("x",)


def test_63_localities_become_34(real: Directory, catalogue: Catalogue) -> None:
    """Each locality of 2023 is carried on by exactly one of the 34 of July 2025."""
    catalogue.load(resource("fixtures") / "agencies")
    old = [a for a in catalogue.agencies() if a.level == "province" and a.exists_on(OLD)]
    new = {real.carried(a.id, OLD, NEW) for a in old}
    assert (len(old), len(new)) == (63, 34)
    assert all(len(ids) == 1 for ids in new)
    back = [a for (id_,) in new for a in real.carried(id_, NEW, OLD)]
    assert sorted(back) == sorted(a.id for a in old)


def test_progress_restated(catalogue: Catalogue) -> None:
    """By the agencies of the day or of another: the total is one, rows add up, none is twice."""
    catalogue.load(resource("fixtures") / "agencies")
    leads = ["UBND tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Yên Bái", "ubnd tỉnh  yên bái", CLASS]
    obliged = [{"agency": lead, "level": "province"} for lead in leads[:2]]
    catalogue.record(programme(obliged=obliged), on=D(2023, 1, 1), actor="vp")
    for n, lead in enumerate(leads):
        subject = f"item:{PROGRAMME}/task/x-{n}"
        catalogue.record(item(subject, lead=lead), on=D(2023, 2, 1), actor="vp")
        catalogue.change_status(subject, "planned", on=D(2023, 2, 1), actor="vp")
        catalogue.change_status(subject, "enacted", on=D(2023, 3, n + 1), actor="vp")

    def rows(restated: date | None) -> dict[str, int]:
        view = catalogue.at(OLD)
        found = view.progress(PROGRAMME, by="agency", restated=restated)
        assert found.reached == sum(row.reached for row in found.rows) == 4
        return {row.key: row.reached for row in found.rows}

    assert rows(None) == {
        "UBND tỉnh Lào Cai": 1, "Ủy ban nhân dân tỉnh Yên Bái": 1, "ubnd tỉnh  yên bái": 1,
        CLASS: 1,
    }  # fmt: skip
    yen_bai, lao_cai = "Ủy ban nhân dân tỉnh Yên Bái", "Ủy ban nhân dân tỉnh Lào Cai"
    assert rows(OLD) == {lao_cai: 1, yen_bai: 2, CLASS: 1}
    assert rows(NEW) == {lao_cai: 3, CLASS: 1}
    found = catalogue.at(OLD).progress(PROGRAMME, restated=NEW)
    assert found.acted == found.obliged == (lao_cai,)
    assert found.restated == NEW
    today = catalogue.progress(PROGRAMME, by="agency", restated=OLD)
    assert {row.key: row.reached for row in today.rows} == {lao_cai: 1, yen_bai: 2, CLASS: 1}


IDS = ("a", "b", "c", "d", "e")
successions = st.lists(
    st.tuples(
        st.sampled_from(IDS), st.integers(1, 8),
        st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True),
    ),
    max_size=8,
)  # fmt: skip


@given(successions, st.lists(st.sampled_from(IDS), max_size=12), st.integers(0, 9))
def test_whatever_became_of_whom_nothing_counts_twice(
    moves: list[tuple[str, int, list[str]]], leads: list[str], later: int
) -> None:
    """Over random successions every item has one row, and rows add up to the total."""
    became: dict[str, list[dict[str, Any]]] = {}
    for id_, month, to in moves:
        became.setdefault(id_, []).append({"kind": "merged", "on": D(2024, month, 1), "to": to})
    with memory(Clock()) as catalogue:
        catalogue.record(programme(), on=D(2023, 1, 1), actor="vp")
        for id_ in IDS:
            made = agency(id=id_, names=[f"Tỉnh {id_}"], succession=became.get(id_))
            catalogue.record(made, on=D(2023, 1, 1), actor="vp")
        for n, lead in enumerate(leads):
            subject = f"item:{PROGRAMME}/task/x-{n}"
            catalogue.record(item(subject, lead=f"Tỉnh {lead}"), on=D(2023, 1, 1), actor="vp")
            catalogue.change_status(subject, "planned", on=D(2023, 1, 1), actor="vp")
        for on in (None, D(2024, 1 + later, 15)):
            found = catalogue.progress(
                PROGRAMME, by="agency", reached="planned", of="planned", restated=on
            )
            assert sum(row.of for row in found.rows) == found.of == len(leads)
