"""How legal documents end: what ends others, what does not, and what names only a part."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from strategies import decree

from proccat import Catalogue, LegalDocument
from proccat.ends import is_part
from proccat.facts import AnyFact
from proccat.force import Ended, Reason, end_of, enders
from proccat.text import fold

D = date
OLD = decree("04/2020/TT-BTP", signed_on="2020-05-28", effective_on="2020-07-16")
LAST = D(2025, 2, 28)


def newer(**more: Any) -> LegalDocument:
    """A circular in effect from 2025-03-01."""
    given = {"number": "01/2025/TT-BTP", "signed_on": "2025-01-10", "effective_on": "2025-03-01"}
    return LegalDocument(**(given | more))


def ended(document: LegalDocument, *others: LegalDocument) -> Ended | None:
    """How a document ends among others."""
    return end_of(document, enders([document, *others]))


def test_what_replaces_and_what_repeals() -> None:
    """A signed document ends another on the day before its own first day of effect."""
    found = ended(OLD, newer(replaces="04/2020/TT-BTP"))
    assert found == Ended("04/2020/TT-BTP", LAST, Reason.REPLACED, "01/2025/TT-BTP")
    found = ended(OLD, newer(repeals="04/2020/TT-BTP"))
    assert found == Ended("04/2020/TT-BTP", LAST, Reason.ABOLISHED, "01/2025/TT-BTP")


def test_the_first_end_counts() -> None:
    """Of an own last day and what others do, the earliest ends it; an own one goes first."""
    mine = OLD.model_copy(update={"expires_on": LAST})
    assert ended(mine, newer(replaces="04/2020/TT-BTP")) == Ended(
        "04/2020/TT-BTP", LAST, Reason.SUNSET
    )
    before = newer(number="9/2024/TT-BTP", signed_on="2024-01-10", effective_on="2024-02-01")
    before = before.model_copy(update={"repeals": newer(repeals="04/2020/TT-BTP").repeals})
    found = ended(mine, newer(replaces="04/2020/TT-BTP"), before)
    assert found is not None
    assert (found.by, found.last) == ("9/2024/TT-BTP", D(2024, 1, 31))


@pytest.mark.parametrize(
    "other",
    [
        newer(number=None, draft="thong-tu-moi", replaces="04/2020/TT-BTP"),
        newer(signed_on=None, effective_on=None, replaces="04/2020/TT-BTP"),
        newer(amends="04/2020/TT-BTP"),
        newer(replaces="04/2021/TT-BTP"),
        newer(repeals=[{"raw": "04/2020/TT-BTP", "issuer": "Bộ Y tế"}]),
        newer(repeals=[{"raw": "04/2020/TT-BTP", "signed_on": "2019-05-28"}]),
        newer(expires_on="2025-02-01", replaces="04/2020/TT-BTP"),
    ],
    ids=["draft", "no day", "amends", "number", "issuer", "year", "ended before it began"],
)
def test_what_ends_nothing(other: LegalDocument) -> None:
    """A draft, what has no day of effect, and what speaks of another document end nothing."""
    mine = OLD.model_copy(update={"issuer": "Bộ Tư pháp"})
    assert ended(mine, other) is None


def test_a_number_that_recurs() -> None:
    """A decision ends the one that was there before it, not that of a later year."""
    early, late = (
        decree("12/QĐ-UBND", signed_on=f"{year}-02-01", issuer="UBND tỉnh A")
        for year in (2018, 2024)
    )
    other = decree("30/QĐ-UBND", signed_on="2020-05-01", replaces="12/QĐ-UBND")
    assert ended(late, other) is None
    found = ended(early, other)
    assert found is not None
    assert found.last == D(2020, 4, 30)


def test_circular_references_end_nothing_early() -> None:
    """Of two documents that name each other, only the later one ends the other."""
    mine = OLD.model_copy(update={"replaces": newer(replaces="01/2025/TT-BTP").replaces})
    other = newer(replaces="04/2020/TT-BTP")
    assert ended(other, mine) is None
    found = ended(mine, other)
    assert found is not None
    assert found.last == LAST
    twin = newer(number="02/2025/TT-BTP", replaces="01/2025/TT-BTP")
    one = newer(replaces="02/2025/TT-BTP")
    assert ended(one, twin) is ended(twin, one) is None


def test_what_ended_before_its_first_day_ends_nothing() -> None:
    """B would replace A from March, C repeals B from February: A lives on; a D saves B again."""
    b = newer(replaces="04/2020/TT-BTP")
    c = newer(
        number="02/2025/TT-BTP", signed_on="2025-01-20", effective_on="2025-02-01",
        repeals="01/2025/TT-BTP",
    )  # fmt: skip
    d = newer(
        number="03/2025/TT-BTP", signed_on="2025-01-25", effective_on="2025-01-28",
        repeals="02/2025/TT-BTP",
    )  # fmt: skip
    assert ended(OLD, b, c) is None
    found = ended(b, c)
    assert found is not None
    assert found.last == D(2025, 1, 31)
    assert ended(OLD, b, c, d) == ended(OLD, b)


def test_what_took_effect_keeps_its_effect() -> None:
    """B replaced A and was repealed itself later: A does not come back."""
    b = newer(replaces="04/2020/TT-BTP", expires_on="2025-03-31")
    c = newer(
        number="02/2025/TT-BTP", signed_on="2025-03-10", effective_on="2025-03-15",
        repeals="01/2025/TT-BTP",
    )  # fmt: skip
    found = ended(OLD, b, c)
    assert found is not None
    assert found.last == LAST


TITLES = (
    "Thông tư số 04/2020/TT-BTP",
    "Thông tư số 04/2020/TT-BTP quy định chi tiết một số điều của Luật Hộ tịch",
    "Thông tư số 04/2020/TT-BTP quy định chi tiết khoản 2 Điều 5 và Mục 1 Chương II Luật Hộ tịch",
    "Nghị định số 5/2020/NĐ-CP về điều kiện kinh doanh",
    "Quyết định số 7/2020/QĐ-TTg ban hành Danh mục 2 kèm phụ lục",
    "Quyết định về địa điểm, điều lệ, điều chỉnh và chương trình số 12/QĐ-UBND",
    "Quyết định ban hành danh mục 3 kèm theo định mức 5, số 12/QĐ-UBND",
    "Luật Hộ tịch",
)
PARTS = (
    "điểm a khoản 1 Điều 3 Nghị định số 5/2020/NĐ-CP",
    "Điểm đ Nghị định số 5/2020/NĐ-CP",
    "khoản 2 Thông tư số 04/2020/TT-BTP",
    "các Điều 5, 6 và 7 của Thông tư số 04/2020/TT-BTP về điều kiện kinh doanh",
    "Điều 5a Thông tư 04/2020/TT-BTP",
    "Mục 1 Thông tư 04/2020/TT-BTP",
    "Mục IV Chương II Thông tư 04/2020/TT-BTP",
    "Chương 3 Nghị định số 5/2020/NĐ-CP",
    "Phụ lục ban hành kèm theo Thông tư số 04/2020/TT-BTP",
    "một số điều của Thông tư số 04/2020/TT-BTP",
    "một phần Thông tư số 04/2020/TT-BTP",
    "khoản  2\nĐiều 5 Luật Hộ tịch",
)


@pytest.mark.parametrize("words", TITLES)
def test_titles_name_no_part(words: str) -> None:
    """What a title speaks of is no part of the document, with tones and without."""
    assert not is_part(words)
    assert not is_part(fold(words))
    assert not is_part(words.upper())


@pytest.mark.parametrize("words", PARTS)
def test_parts_stand_before_the_number(words: str) -> None:
    """Point, clause, article, section, chapter and annex of a document are parts of it."""
    assert is_part(words)
    assert is_part(fold(words))
    assert is_part(words.upper())


def test_a_part_repealed_ends_nothing_a_title_does() -> None:
    """Whole repeals end a document whatever its title says; the repeal of a part does not."""
    titled = "Thông tư số 04/2020/TT-BTP quy định chi tiết một số điều của Luật Hộ tịch"
    assert ended(OLD, newer(repeals=titled)) is not None
    assert ended(OLD, newer(repeals="khoản 2 Điều 5 Thông tư số 04/2020/TT-BTP")) is None


# -- as recorded ------------------------------------------------------------------------------

SUBJECT = "document:04/2020/TT-BTP"


def reason(catalogue: Catalogue, day: date, name: str = SUBJECT) -> str:
    """Why a document is in force on a day or is not."""
    return str(catalogue.at(day).in_force(name).reason)


def test_a_record_with_a_later_first_day(catalogue: Catalogue) -> None:
    """Where the record takes effect later than the text says, the later day counts for both."""
    catalogue.record(OLD, actor="btp")
    catalogue.record(newer(replaces="04/2020/TT-BTP"), effective=D(2025, 5, 1), actor="btp")
    assert reason(catalogue, D(2025, 4, 30)) == "effective"
    assert catalogue.at(D(2025, 4, 30)).in_force(SUBJECT).until == D(2025, 4, 30)
    assert catalogue.at(D(2026, 1, 1)).in_force(SUBJECT).since == D(2025, 5, 1)
    assert reason(catalogue, D(2025, 4, 30), "document:01/2025/TT-BTP") == "announced"
    assert reason(catalogue, D(2025, 5, 1), "document:01/2025/TT-BTP") == "effective"


def test_what_is_loaded_late_has_its_own_days(catalogue: Catalogue) -> None:
    """A day of recording that is the day of no act of theirs does not move their effect."""
    for document in (OLD, newer(replaces="04/2020/TT-BTP")):
        catalogue.record(document, on=D(2026, 6, 1), actor="btp")
    found = catalogue.at(D(2026, 6, 1)).in_force(SUBJECT)
    assert (found.reason, found.since, found.ended[0].last) == ("replaced", D(2026, 6, 1), LAST)


def test_a_record_that_lapses_keeps_what_it_ended(catalogue: Catalogue) -> None:
    """A replacer in force for a year has replaced for good; one that lapses before never did."""
    catalogue.record(OLD, actor="btp")
    catalogue.record(newer(replaces="04/2020/TT-BTP"), until=D(2025, 12, 31), actor="btp")
    assert reason(catalogue, D(2025, 12, 31)) == reason(catalogue, D(2026, 1, 1)) == "replaced"
    assert reason(catalogue, D(2026, 1, 1), "document:01/2025/TT-BTP") == "sunset"


def test_a_record_that_lapses_before_its_first_day(catalogue: Catalogue) -> None:
    """A replacer whose record ends before it takes effect ends nothing."""
    catalogue.record(OLD, actor="btp")
    catalogue.record(newer(replaces="04/2020/TT-BTP"), until=D(2025, 2, 1), actor="btp")
    assert reason(catalogue, D(2026, 1, 1)) == "effective"


def test_a_replacer_taken_back_or_corrected(catalogue: Catalogue) -> None:
    """A void takes back what a document ended; a correction says anew what it ends."""
    catalogue.record(OLD, actor="btp")
    catalogue.record(newer(replaces="04/2020/TT-BTP"), actor="btp")
    seq = catalogue.head().seq
    assert reason(catalogue, D(2026, 1, 1)) == "replaced"
    catalogue.record(newer(repeals="04/2020/TT-BTP"), corrects=seq, actor="btp")
    assert reason(catalogue, D(2026, 1, 1)) == "abolished"
    catalogue.void(seq, reason="nhập sai", actor="btp")
    assert reason(catalogue, D(2026, 1, 1)) == "effective"
    assert catalogue.verify().ok


def test_a_late_correction_moves_no_day(catalogue: Catalogue) -> None:
    """Recorded late and corrected later still, a replacer takes effect when it was signed."""
    catalogue.record(OLD, actor="btp")
    other = newer(effective_on=None, replaces="04/2020/TT-BTP")
    catalogue.record(other, on=D(2026, 6, 1), actor="btp")
    corrected = other.model_copy(update={"name": "Thông tư mới"})
    catalogue.record(corrected, on=D(2026, 7, 1), corrects=catalogue.head().seq, actor="btp")
    (found,) = catalogue.at(D(2026, 8, 1)).in_force(SUBJECT).ended
    assert found.last == D(2025, 1, 9)


def test_what_ended_before_its_record_lapsed_stays_so(catalogue: Catalogue) -> None:
    """Replaced, then lapsed: replaced in one run of days. Lapsed first: it has lapsed."""
    catalogue.record(OLD, until=D(2025, 12, 31), actor="btp")
    catalogue.record(newer(replaces="04/2020/TT-BTP"), actor="btp")
    found = catalogue.at(D(2026, 1, 1)).in_force(SUBJECT)
    assert (found.reason, found.since) == ("replaced", D(2025, 3, 1))
    catalogue.record(
        decree("9/2024/TT-BTP", signed_on="2024-01-05"), until=D(2024, 12, 31), actor="btp"
    )
    catalogue.record(newer(number="3/2025/TT-BTP", replaces="9/2024/TT-BTP"), actor="btp")
    found = catalogue.at(D(2026, 1, 1)).in_force("document:9/2024/TT-BTP")
    assert (found.reason, found.since) == ("sunset", D(2025, 1, 1))


def test_no_document_ends_itself(catalogue: Catalogue) -> None:
    """A later edition that names its own number ends nothing of the earlier one."""
    catalogue.record(OLD, actor="btp")
    again = OLD.model_copy(update={"effective_on": D(2024, 1, 1)})
    again = again.model_copy(update={"replaces": newer(replaces="04/2020/TT-BTP").replaces})
    catalogue.record(again, on=D(2023, 12, 1), actor="btp")
    assert reason(catalogue, D(2023, 6, 1)) == reason(catalogue, D(2026, 1, 1)) == "effective"
    assert catalogue.at(D(2023, 6, 1)).in_force(SUBJECT).until == D(2023, 11, 30)


def test_only_what_ends_it_is_parsed(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer for one document reads no other but what ends it, however many there are."""
    catalogue.record(OLD, actor="btp")
    for serial in range(40):
        catalogue.record(newer(number=f"{serial + 100}/2025/TT-BTP"), actor="btp")
    catalogue.record(newer(replaces="04/2020/TT-BTP"), actor="btp")
    read: list[int] = []
    log = catalogue._store.log
    fact = log.fact

    def noted(seq: int) -> AnyFact | None:
        read.append(seq)
        return fact(seq)

    monkeypatch.setattr(log, "fact", noted)
    assert reason(catalogue, D(2026, 1, 1)) == "replaced"
    assert read == [1, catalogue.head().seq]
