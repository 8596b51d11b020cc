"""In force on a date: yes, no or not known, with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from strategies import ITEMS, item, kethon, programme

from proccat import Catalogue, LegalDocument
from proccat.errors import InvalidDocumentError, UnknownProcedureError
from proccat.force import LABELS, Force, Reason

CODE = "1.000894"
D = date
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
    with pytest.raises(InvalidDocumentError, match="neither a procedure nor a legal document"):
        catalogue.in_force(ITEMS[0])


def test_what_was_known_then_decides(public: Catalogue) -> None:
    """On the other clock the answer is that of the facts known by then."""
    known = public.head().seq
    before = public.at(D(2024, 6, 1), known_at=public._store.log.fact(known).recorded)  # type: ignore[union-attr]  # it is there
    public.change_status(CODE, "abolished", on=D(2024, 5, 2), actor="btp", basis="9/QĐ-BTP")
    assert before.in_force(CODE).in_force is True
    assert force(public, D(2024, 6, 1)).reason is Reason.ABOLISHED


def test_every_reason_has_its_words() -> None:
    """Each reason has an official label."""
    assert set(LABELS) == set(Reason)
