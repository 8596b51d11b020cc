"""Walks through time: what stands on which day, and what was known then."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from strategies import ITEMS, Clock, item, kethon, programme

from proccat import Catalogue, StatusLine
from proccat.errors import TransitionError

CODE = "1.000894"
D = date


def status(catalogue: Catalogue, *days: date, name: str = CODE) -> list[str | None]:
    return [catalogue.at(day).standing(name).status for day in days]


def names(catalogue: Catalogue, *days: date) -> list[str]:
    return [catalogue.at(day).procedure(CODE).name for day in days]


def public(catalogue: Catalogue) -> None:
    """A procedure that is announced and public from 2024 on."""
    day = D(2024, 1, 1)
    catalogue.record(kethon("cũ"), on=day, actor="stp")
    catalogue.change_status(CODE, "announced", on=day, actor="stp")
    catalogue.change_status(CODE, "public", on=day, actor="stp")


def test_a_new_procedure_from_draft_to_public(catalogue: Catalogue) -> None:
    """Drafted, issued, announced before its effect, public from the day of effect on."""
    change = catalogue.change_status
    catalogue.record(kethon(draft="ket-hon"), on=D(2024, 1, 2), actor="bo-tu-phap")
    change(CODE, "drafted", on=D(2024, 1, 2), actor="bo-tu-phap")
    change(CODE, "issued", on=D(2024, 3, 1), actor="bo-tu-phap", basis="09/2024/TT-BTP")
    change(CODE, "announced", on=D(2024, 3, 20), effective=D(2024, 4, 15), actor="bo-tu-phap")
    change(CODE, "public", on=D(2024, 3, 25), actor="bo-tu-phap")
    days = (D(2024, 1, 2), D(2024, 3, 1), D(2024, 3, 25), D(2024, 4, 14), D(2024, 4, 15))
    assert status(catalogue, *days) == ["drafted", "issued", "issued", "issued", "public"]
    between = catalogue.at(D(2024, 4, 1)).standing(CODE)
    assert [(p.change, p.effective) for p in between.pending] == [
        ("announced", D(2024, 4, 15)),
        ("public", D(2024, 4, 15)),
    ]
    assert between.status == "issued"


def test_an_amendment_announced_before_its_effect_and_made_public_between(
    catalogue: Catalogue,
) -> None:
    """Until the day of effect the old edition binds and stays public; then the new one does."""
    public(catalogue)
    catalogue.record(kethon("mới"), on=D(2025, 3, 1), effective=D(2025, 5, 1), actor="stp")
    catalogue.change_status(
        CODE, "announced", on=D(2025, 3, 1), effective=D(2025, 5, 1), actor="stp"
    )
    catalogue.change_status(CODE, "public", on=D(2025, 3, 8), actor="stp")
    days = (D(2025, 3, 1), D(2025, 3, 8), D(2025, 4, 30), D(2025, 5, 1))
    assert status(catalogue, *days) == ["public"] * 4
    assert names(catalogue, *days) == ["cũ", "cũ", "cũ", "mới"]
    stands = catalogue.at(D(2025, 5, 1)).standing(CODE)
    assert stands.period is not None
    assert (stands.period.on, stands.period.effective) == (D(2025, 3, 8), D(2025, 5, 1))
    assert stands.edition is not None
    assert stands.edition.number == 2


def test_public_takes_effect_on_the_later_day(catalogue: Catalogue) -> None:
    """The default effect of public is the later of its own day and its announcement's effect."""
    catalogue.record(kethon(), on=D(2024, 1, 1), actor="stp")
    catalogue.change_status(
        CODE, "announced", on=D(2024, 1, 1), effective=D(2024, 2, 1), actor="stp"
    )
    catalogue.change_status(CODE, "public", on=D(2024, 1, 5), actor="stp")
    catalogue.record(kethon(code="1.000001"), on=D(2024, 1, 1), actor="stp")
    catalogue.change_status("1.000001", "announced", on=D(2024, 1, 1), actor="stp")
    catalogue.change_status("1.000001", "public", on=D(2024, 1, 5), actor="stp")
    first = [fact.effective for fact in catalogue.facts() if fact.to == "public"]
    assert first == [D(2024, 2, 1), D(2024, 1, 5)]


def test_an_abolition_announced_before_its_effect_then_annulled(catalogue: Catalogue) -> None:
    """An abolition that is taken back before its effect never ends the procedure."""
    public(catalogue)
    catalogue.change_status(
        CODE, "abolished", on=D(2025, 1, 10), effective=D(2025, 7, 1), actor="stp",
        basis=("5/QĐ-BTP", "1/2025/NĐ-CP"),
    )  # fmt: skip
    seq = catalogue.head().seq
    assert status(catalogue, D(2025, 6, 30), D(2025, 7, 1)) == ["public", "abolished"]
    catalogue.void(seq, reason="hủy bỏ quyết định", on=D(2025, 3, 1), actor="stp", basis="9/QĐ-BTP")
    assert status(catalogue, D(2025, 6, 30), D(2025, 7, 1)) == ["public", "public"]


def test_an_abolition_annulled_from_a_day_on(catalogue: Catalogue) -> None:
    """An annulled abolition stood to the day before; then what stood before stands again."""
    public(catalogue)
    catalogue.change_status(CODE, "abolished", on=D(2025, 1, 10), actor="stp")
    seq = catalogue.head().seq
    catalogue.void(seq, reason="trái luật", on=D(2025, 6, 1), from_=D(2025, 6, 15), actor="stp")
    days = (D(2025, 1, 9), D(2025, 1, 10), D(2025, 6, 14), D(2025, 6, 15))
    assert status(catalogue, *days) == ["public", "abolished", "abolished", "public"]


def test_a_cut_under_a_sunset_reverts(catalogue: Catalogue) -> None:
    """Cut by a resolution with a last day: the day after it, text and status stand again."""
    public(catalogue)
    until = D(2026, 10, 31)
    catalogue.change_status(CODE, "abolished", on=D(2026, 4, 1), until=until, actor="stp")
    head = catalogue.head()
    days = (D(2026, 3, 31), D(2026, 4, 1), until, until + timedelta(days=1))
    assert status(catalogue, *days) == ["public", "abolished", "abolished", "public"]
    assert catalogue.head() == head
    assert catalogue.standing(CODE).status == "public"


def test_a_sunset_edition_superseded_by_a_permanent_text(catalogue: Catalogue) -> None:
    """A permanent text that supersedes the sunset stands at once and after the sunset's end."""
    public(catalogue)
    until = D(2027, 2, 28)
    catalogue.record(kethon("thí điểm"), on=D(2026, 4, 1), until=until, actor="stp")
    sunset = catalogue.head().seq
    beneath = D(2026, 5, 1)
    catalogue.record(kethon("sửa khác"), on=beneath, actor="stp")
    assert names(catalogue, beneath, until, until + timedelta(1)) == [
        "thí điểm", "thí điểm", "sửa khác",
    ]  # fmt: skip
    catalogue.record(kethon("lâu dài"), on=D(2026, 8, 1), supersedes=sunset, actor="stp")
    days = (D(2026, 7, 31), D(2026, 8, 1), until, until + timedelta(1))
    assert names(catalogue, *days) == ["thí điểm", "lâu dài", "lâu dài", "lâu dài"]
    numbers = [catalogue.at(day).standing(CODE).edition for day in days]
    assert [each and each.number for each in numbers] == [2, 4, 4, 4]


def test_a_restored_edition_keeps_its_number(catalogue: Catalogue) -> None:
    """After the sunset the first edition is the first edition still."""
    public(catalogue)
    catalogue.record(kethon("thí điểm"), on=D(2025, 1, 1), until=D(2025, 6, 30), actor="stp")
    found = [catalogue.at(day).standing(CODE).edition for day in (D(2025, 6, 30), D(2025, 7, 1))]
    assert [each and (each.number, each.until) for each in found] == [
        (2, D(2025, 6, 30)), (1, None),
    ]  # fmt: skip


def test_a_suspension_with_an_end_extended_and_lapsed(catalogue: Catalogue) -> None:
    """A suspension lapses after its last day; an extension moves that day, also a late one."""
    public(catalogue)
    change = catalogue.change_status
    change(CODE, "suspended", on=D(2025, 1, 1), until=D(2025, 3, 31), actor="stp")
    assert status(catalogue, D(2025, 3, 31), D(2025, 4, 1)) == ["suspended", "public"]
    change(CODE, "suspended", on=D(2025, 3, 20), until=D(2025, 6, 30), actor="stp")
    days = (D(2025, 3, 31), D(2025, 4, 1), D(2025, 6, 30), D(2025, 7, 1))
    assert status(catalogue, *days) == ["suspended", "suspended", "suspended", "public"]


def test_an_open_suspension_ends_by_an_act(catalogue: Catalogue) -> None:
    """A suspension without a last day stands until it goes back to where it came from."""
    public(catalogue)
    catalogue.change_status(CODE, "suspended", on=D(2025, 1, 1), actor="stp")
    assert status(catalogue, D(2026, 11, 1)) == ["suspended"]
    catalogue.change_status(CODE, "public", on=D(2026, 11, 1), actor="stp")
    assert status(catalogue, D(2026, 10, 31), D(2026, 11, 1)) == ["suspended", "public"]


def test_a_replacement_leads_on_to_its_successors(catalogue: Catalogue) -> None:
    """An old code still opens the old text, and its standing names what came instead."""
    public(catalogue)
    catalogue.change_status(
        CODE, "replaced", on=D(2025, 1, 1), successors=("2.000001", "2.000002"), actor="stp"
    )
    assert catalogue.procedure(CODE).name == "cũ"
    assert catalogue.standing(CODE).successors == ("2.000001", "2.000002")
    assert catalogue.at(D(2024, 12, 31)).standing(CODE).successors == ()


def test_backdating_where_the_sequence_stays_lawful(catalogue: Catalogue, clock: Clock) -> None:
    """A fact entered late takes its place in legal time; before, it was not known."""
    public(catalogue)
    catalogue.change_status(CODE, "abolished", on=D(2025, 6, 1), actor="stp")
    before = catalogue.fact(catalogue.seq).recorded
    clock.move(hours=1)
    catalogue.change_status(CODE, "suspended", on=D(2025, 2, 1), until=D(2025, 3, 1), actor="stp")
    assert status(catalogue, D(2025, 2, 1), D(2025, 3, 2), D(2025, 6, 1)) == [
        "suspended", "public", "abolished",
    ]  # fmt: skip
    then = catalogue.at(D(2025, 2, 1), known_at=before)
    assert then.standing(CODE).status == "public"


def test_backdating_that_would_strand_a_later_fact(catalogue: Catalogue) -> None:
    """The refusal names the later fact that would lose its ground, and nothing is written."""
    public(catalogue)
    catalogue.change_status(CODE, "suspended", on=D(2025, 6, 1), actor="stp")
    later, head = catalogue.head().seq, catalogue.head()
    with pytest.raises(TransitionError, match=rf"fact {later} \(suspended from 2025-06-01\)"):
        catalogue.change_status(CODE, "abolished", on=D(2025, 2, 1), actor="stp")
    assert catalogue.head() == head
    assert status(catalogue, D(2025, 3, 1)) == ["public"]


def test_a_pending_fact_counts_for_what_is_lawful(catalogue: Catalogue) -> None:
    """An act today that would leave a pending fact without ground is refused, naming it."""
    public(catalogue)
    catalogue.change_status(
        CODE, "suspended", on=D(2026, 10, 1), effective=D(2027, 1, 1), actor="stp"
    )
    pending = catalogue.head().seq
    with pytest.raises(TransitionError, match=rf"fact {pending} \(suspended from 2027-01-01\)"):
        catalogue.change_status(CODE, "abolished", on=D(2026, 11, 1), actor="stp")
    assert [each.seq for each in catalogue.standing(CODE).pending] == [pending]
    assert [each.seq for each in catalogue.pending()] == [pending]


def test_a_correction_takes_its_days_and_number(catalogue: Catalogue) -> None:
    """A corrected text has the first day, the last day and the number of what it corrects."""
    catalogue.record(kethon("Đăng ký"), on=D(2024, 1, 1), actor="stp")
    catalogue.record(kethon("sai"), on=D(2024, 5, 1), until=D(2024, 8, 31), actor="stp")
    wrong = catalogue.head().seq
    catalogue.record(kethon("đúng"), on=D(2024, 6, 1), corrects=wrong, actor="stp")
    assert names(catalogue, D(2024, 4, 30), D(2024, 5, 1), D(2024, 9, 1)) == [
        "Đăng ký", "đúng", "Đăng ký",
    ]  # fmt: skip
    edition = catalogue.at(D(2024, 5, 1)).standing(CODE).edition
    assert edition is not None
    assert (edition.number, edition.effective, edition.until) == (2, D(2024, 5, 1), D(2024, 8, 31))
    catalogue.record(kethon("ba"), on=D(2024, 10, 1), actor="stp")
    third = catalogue.standing(CODE).edition
    assert third is not None
    assert third.number == 3


def test_a_correction_taken_back_gives_the_first_words_again(catalogue: Catalogue) -> None:
    """Void of a correction: the text it corrected reads as it did."""
    catalogue.record(kethon("một"), on=D(2024, 1, 1), actor="stp")
    catalogue.record(kethon("hai"), on=D(2024, 2, 1), corrects=1, actor="stp")
    catalogue.record(kethon("ba"), on=D(2024, 3, 1), corrects=2, actor="stp")
    catalogue.void(3, reason="nhầm", actor="stp")
    assert names(catalogue, D(2024, 1, 1)) == ["hai"]
    catalogue.void(2, reason="nhầm", actor="stp")
    assert names(catalogue, D(2024, 1, 1)) == ["một"]


def test_a_middle_fact_is_replaced_in_one_breath(catalogue: Catalogue) -> None:
    """Void with `instead` corrects a middle status without stranding what follows."""
    catalogue.record(kethon(), on=D(2024, 1, 1), actor="stp")
    catalogue.change_status(CODE, "announced", on=D(2024, 1, 10), actor="stp")
    wrong = catalogue.head().seq
    catalogue.change_status(CODE, "suspended", on=D(2024, 6, 1), actor="stp")
    with pytest.raises(TransitionError):
        catalogue.void(wrong, reason="sai ngày", actor="stp")
    line = StatusLine(subject=f"procedure:{CODE}", to="announced", on=D(2024, 1, 20))
    catalogue.void(wrong, reason="sai ngày", actor="stp", instead=line)
    assert status(catalogue, D(2024, 1, 19), D(2024, 1, 20), D(2024, 6, 1)) == [
        None, "announced", "suspended",
    ]  # fmt: skip
    facts = catalogue.history(CODE)
    assert facts[-1].recorded_at == facts[-2].recorded_at


def test_a_text_replaced_in_one_breath_has_its_days(catalogue: Catalogue) -> None:
    """Void with `instead` of a text gives the new one the days of the old one."""
    catalogue.record(kethon("sai"), on=D(2024, 1, 1), until=D(2024, 6, 30), actor="stp")
    catalogue.record(kethon("sau"), on=D(2024, 7, 1), actor="stp")
    catalogue.void(1, reason="nhầm tệp", actor="stp", instead=kethon("đúng"))
    assert names(catalogue, D(2024, 1, 1), D(2024, 6, 30), D(2024, 7, 1)) == ["đúng", "đúng", "sau"]


def test_an_annulment_with_instead_leaves_the_past_alone(catalogue: Catalogue) -> None:
    """Annulled from D with a text instead: to D − 1 the old one stands, from D the new one."""
    catalogue.record(kethon("cũ"), on=D(2024, 1, 1), actor="stp")
    catalogue.void(1, reason="trái luật", from_=D(2025, 1, 1), actor="stp", instead=kethon("mới"))
    assert names(catalogue, D(2024, 12, 31), D(2025, 1, 1)) == ["cũ", "mới"]


def test_a_replaced_superseder_still_supersedes(catalogue: Catalogue) -> None:
    """A text that ended a sunset, corrected by void and `instead`, still ends it."""
    catalogue.record(kethon("cũ"), on=D(2024, 1, 1), actor="stp")
    catalogue.record(kethon("thí điểm"), on=D(2024, 2, 1), until=D(2027, 2, 28), actor="stp")
    catalogue.record(kethon("lâu daì"), on=D(2024, 3, 1), supersedes=2, actor="stp")
    catalogue.void(3, reason="lỗi gõ", actor="stp", instead=kethon("lâu dài"))
    assert catalogue.procedure(CODE).name == "lâu dài"


def test_a_replaced_correction_is_a_correction(catalogue: Catalogue) -> None:
    """What takes the place of a correction in the same breath corrects the same edition."""
    catalogue.record(kethon("sai"), on=D(2024, 1, 1), actor="stp")
    catalogue.record(kethon("sai nữa"), on=D(2024, 2, 1), corrects=1, actor="stp")
    stands = catalogue.void(2, reason="lỗi gõ", actor="stp", instead=kethon("đúng"))
    assert stands.edition is not None
    assert stands.edition.number == 1


def test_public_takes_over_the_last_day_of_its_announcement(catalogue: Catalogue) -> None:
    """Announced under a sunset, public ends with it, unless a last day of its own is given."""
    for code, until in (("1.000001", None), ("1.000002", D(2025, 3, 1))):
        catalogue.record(kethon(code=code), on=D(2024, 1, 1), actor="stp")
        catalogue.change_status(
            code, "announced", on=D(2024, 1, 1), until=D(2025, 6, 30), actor="stp"
        )
        catalogue.change_status(code, "public", on=D(2024, 1, 5), until=until, actor="stp")
    ends = [fact.until for fact in catalogue.facts() if fact.to == "public"]
    assert ends == [D(2025, 6, 30), D(2025, 3, 1)]


def test_an_item_carries_the_last_day_of_its_enactment(catalogue: Catalogue) -> None:
    """Enacted for a time: announced and completed end with it, then approved stands again."""
    catalogue.record(programme(), on=D(2024, 1, 1), actor="stp")
    catalogue.record(item(), on=D(2024, 1, 1), actor="stp")
    change, subject = catalogue.change_status, ITEMS[0]
    change(subject, "approved", on=D(2024, 2, 1), actor="stp", basis="721/QĐ-TTg")
    change(subject, "enacted", on=D(2024, 3, 1), until=D(2026, 6, 30), actor="stp")
    change(subject, "announced", on=D(2024, 4, 1), actor="stp")
    change(subject, "completed", on=D(2024, 5, 1), actor="stp")
    assert {f.until for f in catalogue.facts() if f.to in ("announced", "completed")} == {
        D(2026, 6, 30)
    }
    days = (D(2024, 3, 1), D(2024, 5, 1), D(2026, 6, 30), D(2026, 7, 1))
    assert status(catalogue, *days, name=subject) == [
        "enacted", "completed", "completed", "approved",
    ]  # fmt: skip


def test_an_enactment_for_a_time_then_for_good(catalogue: Catalogue) -> None:
    """A permanent text after a temporary one keeps the item enacted behind the sunset."""
    catalogue.record(programme(), on=D(2024, 1, 1), actor="stp")
    catalogue.record(item(), on=D(2024, 1, 1), actor="stp")
    change, subject = catalogue.change_status, ITEMS[0]
    change(subject, "approved", on=D(2024, 2, 1), actor="stp")
    change(subject, "enacted", on=D(2024, 3, 1), until=D(2024, 12, 31), actor="stp")
    change(subject, "enacted", on=D(2024, 9, 1), actor="stp", basis="87/2024/NĐ-CP")
    assert status(catalogue, D(2024, 12, 31), D(2025, 1, 1), name=subject) == ["enacted"] * 2


def test_a_text_annulled_after_enactment_sends_the_item_back(catalogue: Catalogue) -> None:
    """Behind enacted an annulled text leads to drafting, a draft sent back too."""
    catalogue.record(programme(), on=D(2024, 1, 1), actor="stp")
    catalogue.record(item(), on=D(2024, 1, 1), actor="stp")
    way = "approved drafting submitted drafting submitted enacted drafting submitted enacted"
    for day, to in enumerate(way.split(), 1):
        catalogue.change_status(ITEMS[0], to, on=D(2024, 2, day), actor="stp")
    assert status(catalogue, D(2024, 2, 6), D(2024, 2, 7), name=ITEMS[0]) == ["enacted", "drafting"]


def test_what_was_known_then(catalogue: Catalogue, clock: Clock) -> None:
    """Of one day in law each point of the log tells its own story, and the last one is today's."""
    seen: list[tuple[datetime, str | None]] = []

    def note(stands: str) -> None:
        seen.append((catalogue.fact(catalogue.seq).recorded, stands))
        clock.move(days=1)

    public(catalogue)
    note("public")
    catalogue.change_status(CODE, "suspended", on=D(2025, 1, 1), actor="stp")
    note("suspended")
    catalogue.void(catalogue.seq, reason="nhầm", actor="stp")
    note("public")
    for moment, expected in seen:
        then = catalogue.at(D(2025, 6, 1), known_at=moment)
        assert then.standing(CODE).status == expected
