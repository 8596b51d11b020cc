"""In force on a date: yes, no or not known, with the reason."""

from __future__ import annotations

import contextlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from strategies import ITEMS, item, kethon, memory, on, programme

from proccat import Catalogue, LegalDocument, Publication
from proccat.cli import main
from proccat.errors import (
    InvalidDocumentError,
    NotFoundError,
    ProccatError,
    UnknownProcedureError,
)
from proccat.force import IN_FORCE, LABELS, OF_STATUS, Force, Reason, end_of, enders
from proccat.lives import Lives

CODE = "1.000894"
D = date
DAY = timedelta(days=1)
PAGE = Path(__file__).resolve().parent.parent / "docs" / "time-and-trust.md"
BEGIN = D(2024, 1, 2)


@pytest.fixture
def public(catalogue: Catalogue) -> Catalogue:
    """A procedure public since 2024 that rests on a decree and a circular."""
    catalogue.record(
        LegalDocument(
            number="123/2015/NĐ-CP",
            signed_on="2015-11-15",
            effective_on="2016-01-01",
            type="decree",
        ),
        actor="btp",
    )
    catalogue.record(
        LegalDocument(number="04/2020/TT-BTP", signed_on="2020-05-28", effective_on="2020-07-16"),
        actor="btp",
    )
    catalogue.record(
        kethon(legal_bases=["123/2015/NĐ-CP", "04/2020/TT-BTP"]), on=BEGIN, actor="btp"
    )
    catalogue.change_status(CODE, "announced", on=BEGIN, actor="btp")
    catalogue.change_status(CODE, "public", on=D(2024, 1, 9), actor="btp")
    return catalogue


def force(catalogue: Catalogue, day: date, name: str = CODE) -> Force:
    return catalogue.at(day).in_force(name)


def test_public_is_in_force_since_its_announcement(public: Catalogue) -> None:
    """Announced and public follow one another: in force since the first of them, without end."""
    found = force(public, D(2024, 6, 1))
    assert (found.in_force, found.reason) == (True, Reason.EFFECTIVE)
    assert (found.since, found.until, found.ended) == (BEGIN, None, ())
    assert found.label == "còn hiệu lực"


def test_announced_before_its_effect_is_not_in_force_yet(catalogue: Catalogue) -> None:
    """Between the announcement and its effect the answer is no, with that reason."""
    catalogue.record(kethon(), on=BEGIN, effective=D(2024, 3, 1), actor="btp")
    catalogue.change_status(CODE, "announced", on=BEGIN, effective=D(2024, 3, 1), actor="btp")
    assert force(catalogue, D(2024, 2, 29)).reason is Reason.ANNOUNCED
    found = force(catalogue, D(2024, 2, 29))
    assert (found.in_force, found.since, found.until) == (False, BEGIN, D(2024, 2, 29))
    assert force(catalogue, D(2024, 3, 1)).in_force is True


def test_drafted_and_issued_are_not_announced(catalogue: Catalogue) -> None:
    """A draft is not in force; once announced with a later effect, that is the reason."""
    catalogue.record(kethon(), on=BEGIN, actor="btp")
    catalogue.change_status(CODE, "drafted", on=BEGIN, actor="btp")
    assert force(catalogue, BEGIN).reason is Reason.NOT_ANNOUNCED
    catalogue.change_status(CODE, "issued", on=D(2024, 2, 1), actor="btp")
    catalogue.change_status(
        CODE, "announced", on=D(2024, 2, 5), effective=D(2024, 4, 1), actor="btp"
    )
    assert force(catalogue, D(2024, 2, 4)).reason is Reason.NOT_ANNOUNCED
    assert force(catalogue, D(2024, 2, 5)).reason is Reason.ANNOUNCED


def test_without_any_status_nothing_tells(catalogue: Catalogue) -> None:
    """A text alone says neither yes nor no."""
    catalogue.record(kethon(), on=BEGIN, actor="btp")
    assert (force(catalogue, BEGIN).in_force, force(catalogue, BEGIN).reason) == (
        None,
        Reason.UNKNOWN,
    )


@pytest.mark.parametrize(
    ("to", "more", "reason"),
    [
        ("suspended", {}, Reason.SUSPENDED),
        ("abolished", {}, Reason.ABOLISHED),
        ("replaced", {"successors": "2.000001"}, Reason.REPLACED),
    ],
)
def test_what_ended_it_is_the_reason(
    public: Catalogue, to: str, more: dict[str, str], reason: Reason
) -> None:
    """Suspended, abolished and replaced are not in force from their first day on, not before."""
    public.change_status(
        CODE, to, on=D(2024, 5, 2), effective=D(2024, 6, 1), actor="btp", **more  # type: ignore[arg-type]  # text arguments only
    )  # fmt: skip
    before, after = force(public, D(2024, 5, 31)), force(public, D(2024, 6, 1))
    assert (before.in_force, before.until) == (True, D(2024, 5, 31))
    assert (after.in_force, after.reason, after.since) == (False, reason, D(2024, 6, 1))


def test_a_sunset_that_passed_is_the_reason(catalogue: Catalogue) -> None:
    """Announced with a last day and nothing before: after it the answer is no, it lapsed."""
    catalogue.record(kethon(), on=BEGIN, actor="btp")
    catalogue.change_status(CODE, "announced", on=BEGIN, until=D(2024, 12, 31), actor="btp")
    assert force(catalogue, D(2024, 12, 31)).until == D(2024, 12, 31)
    after = force(catalogue, D(2025, 1, 1))
    assert (after.in_force, after.reason, after.since) == (False, Reason.SUNSET, D(2025, 1, 1))


def test_an_annulled_announcement_is_no_sunset(catalogue: Catalogue) -> None:
    """Annulled from a day on: the answer is no, because the decision was taken back."""
    catalogue.record(kethon(), on=BEGIN, actor="btp")
    catalogue.change_status(CODE, "announced", on=BEGIN, actor="btp")
    seq = catalogue.head().seq
    catalogue.void(
        seq, reason="trái luật", actor="btp", on=D(2024, 3, 1), from_=D(2024, 3, 1),
        basis="1/QĐ-TTg",
    )  # fmt: skip
    assert force(catalogue, D(2024, 3, 1)).reason is Reason.ANNULLED
    assert force(catalogue, D(2024, 2, 29)).in_force is True


def test_a_text_that_lapsed_leaves_nothing_in_force(catalogue: Catalogue) -> None:
    """The status stands, the text had a last day: after it nothing is in force."""
    catalogue.record(kethon(), on=BEGIN, until=D(2024, 12, 31), actor="btp")
    catalogue.change_status(CODE, "announced", on=BEGIN, actor="btp")
    assert force(catalogue, D(2024, 12, 31)).until == D(2024, 12, 31)
    assert force(catalogue, D(2025, 1, 1)).reason is Reason.SUNSET


def test_one_legal_basis_that_ended_is_told_and_changes_nothing(public: Catalogue) -> None:
    """While another basis is in force the procedure is, and the page says which one ended."""
    public.record(
        LegalDocument(
            number="01/2025/TT-BTP", signed_on="2025-01-10", effective_on="2025-03-01",
            replaces=["04/2020/TT-BTP"],
        ),
        actor="btp",
    )  # fmt: skip
    assert force(public, D(2025, 2, 28)).ended == ()
    found = force(public, D(2025, 3, 1))
    assert found.in_force is True
    (ended,) = found.ended
    assert (ended.number, ended.how, ended.by, ended.last) == (
        "04/2020/TT-BTP", "replaced", "01/2025/TT-BTP", D(2025, 2, 28),
    )  # fmt: skip


def test_all_legal_bases_ended_end_the_procedure(public: Catalogue) -> None:
    """The day after the last basis ends the procedure is not in force, whatever its status says."""
    public.record(
        LegalDocument(
            number="01/2025/NĐ-CP", signed_on="2025-01-10", effective_on="2025-03-01",
            replaces=["123/2015/NĐ-CP"], repeals=["04/2020/TT-BTP"],
        ),
        actor="btp",
    )  # fmt: skip
    assert force(public, D(2025, 2, 28)).until == D(2025, 2, 28)
    found = force(public, D(2025, 3, 1))
    assert (found.in_force, found.reason) == (False, Reason.LEGAL_BASIS_ENDED)
    assert [end.how for end in found.ended] == ["replaced", "abolished"]
    assert public.at(D(2025, 3, 1)).standing(CODE).status == "public"


def test_a_part_of_a_document_repealed_ends_nothing(public: Catalogue) -> None:
    """Repealing an article leaves the document in force."""
    public.record(
        LegalDocument(
            number="01/2025/NĐ-CP", signed_on="2025-01-10", effective_on="2025-03-01",
            repeals=["khoản 2 Điều 5 Thông tư số 04/2020/TT-BTP"],
        ),
        actor="btp",
    )  # fmt: skip
    assert force(public, D(2025, 3, 1)).ended == ()


def test_an_unrecorded_basis_never_ends_a_procedure(catalogue: Catalogue) -> None:
    """What is not recorded is not known to end."""
    catalogue.record(kethon(legal_bases=["9/2011/NĐ-CP"]), on=BEGIN, actor="btp")
    catalogue.change_status(CODE, "announced", on=BEGIN, actor="btp")
    assert force(catalogue, D(2024, 6, 1)).in_force is True


def test_a_basis_whose_record_lapsed_has_ended(catalogue: Catalogue) -> None:
    """A document recorded with a last day ends with it."""
    catalogue.record(
        LegalDocument(number="5/2023/NQ-CP", signed_on="2023-01-05"),
        until=D(2024, 12, 31),
        actor="btp",
    )
    catalogue.record(kethon(legal_bases=["5/2023/NQ-CP"]), on=BEGIN, actor="btp")
    catalogue.change_status(CODE, "announced", on=BEGIN, actor="btp")
    assert force(catalogue, D(2024, 12, 31)).in_force is True
    assert force(catalogue, D(2025, 1, 1)).reason is Reason.LEGAL_BASIS_ENDED
    assert force(catalogue, D(2025, 1, 1), "document:5/2023/NQ-CP").reason is Reason.SUNSET


def test_a_legal_document_is_in_force_between_its_days(catalogue: Catalogue) -> None:
    """Signed and not effective, effective, expired: each with its reason."""
    name = "document:66/2026/NQ-CP"
    catalogue.record(
        LegalDocument(
            number="66/2026/NQ-CP", signed_on="2026-01-15", effective_on="2026-02-01",
            expires_on="2026-06-30",
        ),
        actor="btp",
    )  # fmt: skip
    reasons = [
        force(catalogue, day, name).reason
        for day in (D(2026, 1, 15), D(2026, 2, 1), D(2026, 6, 30), D(2026, 7, 1))
    ]
    assert reasons == [Reason.ANNOUNCED, Reason.EFFECTIVE, Reason.EFFECTIVE, Reason.SUNSET]


def test_only_procedures_and_documents_are_in_force(catalogue: Catalogue) -> None:
    """A draft that never was and an item have no force; the errors say so."""
    with pytest.raises(UnknownProcedureError):
        catalogue.in_force("1.999999")
    catalogue.record(kethon(), on=BEGIN, actor="btp")
    with pytest.raises(UnknownProcedureError, match="begins on 2024-01-02"):
        force(catalogue, D(2024, 1, 1))
    catalogue.record(programme(), on=BEGIN, actor="btp")
    catalogue.record(item(), on=BEGIN, actor="btp")
    with pytest.raises(InvalidDocumentError, match=r"^name: item:.* neither a procedure nor"):
        catalogue.in_force(ITEMS[0])


def test_what_was_known_then_decides(public: Catalogue) -> None:
    """On the other clock the answer is that of the facts known by then."""
    known = public.head().seq
    before = public.at(D(2024, 6, 1), known_at=public._store.log.fact(known).recorded)  # type: ignore[union-attr]  # it is there
    public.change_status(CODE, "abolished", on=D(2024, 5, 2), actor="btp", basis="9/QĐ-BTP")
    assert before.in_force(CODE).in_force is True
    assert force(public, D(2024, 6, 1)).reason is Reason.ABOLISHED


def test_every_reason_has_its_words() -> None:
    """Each reason has an official label, an answer, and a row in the documentation."""
    assert set(LABELS) == set(IN_FORCE) == set(Reason)
    answers = {True: "yes", False: "no", None: "`None`"}
    rows = PAGE.read_text("utf-8").splitlines()
    for reason in Reason:
        (row,) = [row for row in rows if row.startswith(f"| `{reason}` | {LABELS[reason]} |")]
        assert row.endswith(f"| {answers[IN_FORCE[reason]]} |")


@pytest.mark.parametrize("status", list(Publication))
def test_every_status_has_an_answer(catalogue: Catalogue, status: Publication) -> None:
    """Whatever status stands, the answer is the reason of its row; the reasons are known ones."""
    path = {"issued": ["drafted"], "public": ["announced"]}.get(
        status, ["announced"] if status in ("suspended", "replaced", "abolished") else []
    )
    catalogue.record(kethon(), on=BEGIN, actor="btp")
    for to in (*path, status):
        successors = ("2.000001",) if to == "replaced" else ()
        catalogue.change_status(CODE, to, on=BEGIN, actor="btp", successors=successors)
    assert catalogue.standing(CODE).status == status
    assert force(catalogue, D(2024, 6, 1)).reason is OF_STATUS[status]
    assert set(OF_STATUS) == set(Publication)


# -- since and until --------------------------------------------------------------------------


def test_an_extended_suspension_is_one(public: Catalogue) -> None:
    """A suspension that is extended lasts from the first day of the first to the last of both."""
    public.change_status(CODE, "suspended", on=D(2024, 5, 1), until=D(2024, 5, 31), actor="btp")
    public.change_status(
        CODE, "suspended", on=D(2024, 5, 20), effective=D(2024, 5, 25), until=D(2024, 7, 31),
        actor="btp",
    )  # fmt: skip
    for day in (D(2024, 5, 1), D(2024, 5, 31), D(2024, 7, 31)):
        found = force(public, day)
        assert (found.reason, found.since, found.until) == (
            Reason.SUSPENDED, D(2024, 5, 1), D(2024, 7, 31),
        )  # fmt: skip
    assert force(public, D(2024, 8, 1)).since == D(2024, 8, 1)


def repeal(catalogue: Catalogue, number: str, day: date) -> None:
    """A resolution that repeals a document from a day on."""
    catalogue.record(
        LegalDocument(number=f"{day:%d%m}/NQ-CP", signed_on="2024-01-03", effective_on=day,
                      repeals=[number]),
        actor="btp",
    )  # fmt: skip


def test_a_new_edition_on_new_bases(public: Catalogue) -> None:
    """All bases end, a new text rests on others: in force, not in force, in force again."""
    repeal(public, "123/2015/NĐ-CP", D(2024, 3, 1))
    repeal(public, "04/2020/TT-BTP", D(2024, 4, 1))
    public.record(
        LegalDocument(number="7/2024/NĐ-CP", signed_on="2024-02-01", effective_on="2024-04-01"),
        actor="btp",
    )
    public.record(
        kethon(legal_bases=["7/2024/NĐ-CP"]), on=D(2024, 4, 20), effective=D(2024, 5, 1),
        actor="btp",
    )  # fmt: skip
    runs = [
        (True, BEGIN, D(2024, 3, 31)),
        (False, D(2024, 4, 1), D(2024, 4, 30)),
        (True, D(2024, 5, 1), None),
    ]
    for in_force, since, until in runs:
        for day in (since, until or D(2026, 1, 1)):
            found = force(public, day)
            assert (found.in_force, found.since, found.until) == (in_force, since, until)
    assert force(public, D(2024, 4, 1)).reason is Reason.LEGAL_BASIS_ENDED
    assert force(public, D(2024, 5, 1)).ended == ()


def test_a_new_edition_before_the_bases_end(public: Catalogue) -> None:
    """A text on new bases that comes in time leaves no day without force: one run of days."""
    repeal(public, "123/2015/NĐ-CP", D(2024, 3, 1))
    repeal(public, "04/2020/TT-BTP", D(2024, 4, 1))
    public.record(kethon(legal_bases=["60/2014/QH13"]), on=D(2024, 3, 20), actor="btp")
    found = force(public, D(2024, 2, 1))
    assert (found.in_force, found.since, found.until) == (True, BEGIN, None)


def test_announced_from_the_act_to_the_day_before_its_effect(catalogue: Catalogue) -> None:
    """Issued and announced: since the day of the announcement, to the day before the effect."""
    catalogue.record(kethon(), on=BEGIN, actor="btp")
    catalogue.change_status(CODE, "drafted", on=BEGIN, actor="btp")
    catalogue.change_status(CODE, "issued", on=D(2024, 2, 1), actor="btp")
    catalogue.change_status(
        CODE, "announced", on=D(2024, 2, 5), effective=D(2024, 4, 1), actor="btp"
    )
    assert (force(catalogue, BEGIN).since, force(catalogue, BEGIN).until) == (BEGIN, D(2024, 2, 4))
    for day in (D(2024, 2, 5), D(2024, 3, 31)):
        found = force(catalogue, day)
        assert (found.reason, found.since, found.until) == (
            Reason.ANNOUNCED, D(2024, 2, 5), D(2024, 3, 31),
        )  # fmt: skip
    assert force(catalogue, D(2024, 4, 1)).since == D(2024, 4, 1)


def test_announced_on_the_command_line(db: Path) -> None:
    """`show` tells since when something is announced and to which day, in words and in JSON."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), on=BEGIN, actor="btp")
        catalogue.change_status(
            CODE, "announced", on=D(2024, 2, 5), effective=D(2024, 4, 1), actor="btp"
        )
    asked = ["--db", str(db), "show", CODE, "--at", "2024-03-01"]
    words = CliRunner().invoke(main, asked).output
    assert "force:   no: announced" in words
    assert "since 05/02/2024, to 31/03/2024" in words
    shown = json.loads(CliRunner().invoke(main, [*asked, "--json"]).output)["force"]
    assert (shown["reason"], shown["since"], shown["until"]) == (
        "announced", "2024-02-05", "2024-03-31",
    )  # fmt: skip


# -- legal bases ------------------------------------------------------------------------------


def resting(catalogue: Catalogue, *bases: str) -> None:
    """A procedure announced since 2024 on some bases."""
    catalogue.record(kethon(legal_bases=list(bases)), on=BEGIN, actor="btp")
    catalogue.change_status(CODE, "announced", on=BEGIN, actor="btp")


def decision(catalogue: Catalogue, issuer: str, **more: Any) -> None:
    """A decision number 12 of 2023, whose record lapses with the year 2024."""
    catalogue.record(
        LegalDocument(number="12/QĐ-UBND", signed_on="2023-02-01", issuer=issuer),
        actor="btp", until=D(2024, 12, 31), **more,
    )  # fmt: skip


def test_an_ambiguous_basis_is_not_known_to_end(catalogue: Catalogue) -> None:
    """Two recorded decisions bear the number: which one is meant is not known, so none ends it."""
    decision(catalogue, "UBND tỉnh A")
    resting(catalogue, "12/QĐ-UBND")
    assert force(catalogue, D(2025, 1, 1)).reason is Reason.LEGAL_BASIS_ENDED
    decision(catalogue, "UBND tỉnh B")
    for day in (D(2024, 6, 1), D(2025, 1, 1)):
        assert (force(catalogue, day).in_force, force(catalogue, day).ended) == (True, ())


def test_a_basis_of_another_year_or_issuer_is_not_meant(catalogue: Catalogue) -> None:
    """A decision that lapsed ends nothing that rests on one of another year or issuer."""
    decision(catalogue, "UBND tỉnh A")
    resting(catalogue, "12/QĐ-UBND ngày 1/2/2021")
    assert force(catalogue, D(2025, 1, 1)).in_force is True


def test_a_basis_yet_to_take_effect_neither_carries_nor_ends(public: Catalogue) -> None:
    """The others ended and one is signed for later: not in force until that one takes effect."""
    repeal(public, "123/2015/NĐ-CP", D(2024, 3, 1))
    public.record(
        LegalDocument(number="7/2024/NĐ-CP", signed_on="2024-02-01", effective_on="2024-06-01"),
        actor="btp",
    )
    public.record(
        kethon(legal_bases=["123/2015/NĐ-CP", "7/2024/NĐ-CP"]), on=D(2024, 2, 1), actor="btp"
    )
    found = force(public, D(2024, 4, 1))
    assert (found.reason, found.since, found.until) == (
        Reason.LEGAL_BASIS_ENDED, D(2024, 3, 1), D(2024, 5, 31),
    )  # fmt: skip
    assert force(public, D(2024, 6, 1)).in_force is True
    public.record(kethon(legal_bases=["7/2024/NĐ-CP"]), on=D(2024, 3, 1), actor="btp")
    assert force(public, D(2024, 4, 1)).in_force is True


def test_only_the_document_is_known(public: Catalogue) -> None:
    """Asked for a number without its kind, the error says what to write."""
    with pytest.raises(UnknownProcedureError, match="write document:123/2015/NĐ-CP") as caught:
        public.in_force("123/2015/NĐ-CP")
    assert caught.value.candidates == ("document:123/2015/NĐ-CP",)
    assert public.in_force(caught.value.candidates[0]).in_force is True


# -- laws over random histories ---------------------------------------------------------------

NUMBERS = ("1/2026/NĐ-CP", "2/2026/TT-BTP", "3/QĐ-UBND", "4/2026/QH15")
SPAN = 45  # days that are looked at
_offsets = st.integers(0, SPAN - 5).map(on)
_maybe = st.one_of(st.none(), _offsets)
_named = st.lists(st.sampled_from((*NUMBERS, f"Điều 5 {NUMBERS[0]}")), max_size=2)
_documents = st.fixed_dictionaries(
    {"number": st.sampled_from((*NUMBERS, None)), "draft": st.none()},
    optional={
        "signed_on": _maybe, "effective_on": _maybe, "expires_on": _maybe,
        "issuer": st.sampled_from((None, "A", "B")),
        "replaces": _named, "repeals": _named,
    },
)  # fmt: skip
_moves = st.one_of(
    st.tuples(st.just("document"), _documents),
    st.tuples(
        st.just("text"),
        st.lists(st.sampled_from((*NUMBERS, "9/2011/NĐ-CP")), max_size=3, unique=True),
    ),
    st.tuples(st.just("status"), st.sampled_from(list(Publication))),
    st.tuples(st.just("void"), st.integers(0, 20)),
)
_histories = st.lists(st.tuples(_moves, _offsets, _maybe, _maybe), min_size=3, max_size=14)
_History = list[tuple[tuple[str, Any], date, date | None, date | None]]


def acted(catalogue: Catalogue, history: _History) -> None:
    """Do what can be done of a history; what is refused leaves no trace."""
    for (kind, what), day, effective, until in history:
        common: dict[str, Any] = {"on": day, "actor": "btp"}
        dated = common | {"effective": effective, "until": until}
        with contextlib.suppress(ProccatError):
            if kind == "document":
                given = {key: value for key, value in what.items() if value}
                given = given if "number" in given else given | {"draft": "du-thao"}
                catalogue.record(LegalDocument(**given), **dated)
            elif kind == "text":
                catalogue.record(kethon(legal_bases=what or None), **dated)
            elif kind == "status":
                successors = ("2.000001",) if what == "replaced" else ()
                catalogue.change_status(CODE, what, successors=successors, **dated)
            else:
                catalogue.void(what, reason="nhập sai", from_=effective, **common)


def subjects(catalogue: Catalogue) -> set[str]:
    """All that may be in force."""
    kinds = ("procedure", "document")
    return {fact.subject for fact in catalogue.facts() if fact.subject.startswith(kinds)}


def found_on(catalogue: Catalogue, subject: str) -> dict[date, Force]:
    """The answers for the days of the window on which a subject is known."""
    found = {}
    for offset in range(-2, SPAN):
        with contextlib.suppress(NotFoundError):
            found[on(offset)] = force(catalogue, on(offset), subject)
    return found


@given(_histories)
def test_since_and_until_are_the_ends_of_the_run(history: _History) -> None:
    """From since to until answer and reason are the same; on the days around they differ, or
    nothing is known yet.
    """
    with memory() as catalogue:
        acted(catalogue, history)
        for subject in subjects(catalogue):
            found = found_on(catalogue, subject)
            for day, here in found.items():
                assert here.since <= day <= (here.until or day)
                assert here.since in found
                for other, there in found.items():
                    inside = here.since <= other <= (here.until or D.max)
                    same = (there.in_force, there.reason) == (here.in_force, here.reason)
                    assert not inside or same
                    beside = other == here.since - DAY or other - DAY == here.until
                    assert not (beside and same)


@given(_histories)
def test_what_is_read_is_what_all_documents_say(history: _History) -> None:
    """The table of what ends what gives the ends that all texts, taken together, give."""
    with memory() as catalogue:
        acted(catalogue, history)
        lives = Lives(catalogue._store, catalogue.head().seq)
        known = [
            each
            for subject in subjects(catalogue)
            if subject.startswith("document")
            for each in lives.of(subject).texts.values()
        ]
        together = enders(text for text, _ in known)
        assert [end for _, end in known] == [end_of(text, together) for text, _ in known]
        assert catalogue.verify().ok


@given(_histories)
def test_what_ends_takes_effect_and_comes_later(history: _History) -> None:
    """Who ends a document is another, signed one, not made before it, and effective on the day
    after the last one.
    """
    with memory() as catalogue:
        acted(catalogue, history)
        lives = Lives(catalogue._store, catalogue.head().seq)
        texts = [
            text
            for subject in subjects(catalogue)
            if subject.startswith("document")
            for text, _ in lives.of(subject).texts.values()
        ]
        for text in texts:
            end = end_of(text, enders(texts))
            if end is None or end.by is None:
                continue
            by = [each for each in texts if each.document.number == end.by]
            assert end.last + DAY in [each.first for each in by if each.last > end.last]
