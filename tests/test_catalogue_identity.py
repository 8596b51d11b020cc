"""Who is who: codes, drafts, numbers, items, agencies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from strategies import ITEMS, PROGRAMME, agency, decree, item, kethon, programme

from proccat import Catalogue, DocumentRef, Item, LegalDocument, Procedure
from proccat.errors import (
    ConflictError,
    InvalidDocumentError,
    ProccatError,
    UnknownAgencyError,
    UnknownDocumentError,
    UnknownItemError,
    UnknownProcedureError,
    UnknownProgrammeError,
)
from proccat.resources import resource

D = date
CODE = "1.000894"


def test_a_code_opens_the_draft_it_was_given_to(catalogue: Catalogue) -> None:
    """A draft keeps its first key; once a text has a code, the code opens it too."""
    catalogue.record(Procedure(draft="ket-hon", name="Dự thảo"), on=D(2024, 1, 1), actor="stp")
    catalogue.record(kethon(draft="ket-hon"), on=D(2024, 2, 1), actor="stp")
    catalogue.record(kethon("Bản ba"), on=D(2024, 3, 1), actor="stp")
    by_code, by_draft = catalogue.standing(CODE), catalogue.standing("draft:ket-hon")
    assert by_code == by_draft
    assert by_code.subject == "procedure:draft:ket-hon"
    assert by_code.version == 3
    assert catalogue.standing("procedure:draft:ket-hon") == by_code
    assert catalogue.procedure(CODE).name == "Bản ba"
    assert len(catalogue.history(CODE)) == 3
    assert [hit.subject for hit in catalogue.search(CODE).hits] == ["procedure:draft:ket-hon"]


def test_a_code_does_not_open_before_it_was_known(catalogue: Catalogue) -> None:
    """At a point of the log where the draft had no code yet, the code opens nothing."""
    catalogue.record(Procedure(draft="ket-hon", name="Dự thảo"), on=D(2024, 1, 1), actor="stp")
    before = catalogue.at()
    catalogue.record(kethon(draft="ket-hon"), on=D(2024, 1, 1), actor="stp")
    assert catalogue.procedure(CODE)
    with pytest.raises(UnknownProcedureError):
        before.procedure(CODE)


def test_a_code_with_facts_of_its_own_is_a_conflict(catalogue: Catalogue) -> None:
    """A draft cannot take a code that has a history already, be it a procedure's or a draft's."""
    catalogue.record(kethon(), actor="stp")
    catalogue.record(kethon(code="1.000001", draft="mot"), actor="stp")
    head = catalogue.head()
    for code in (CODE, "1.000001"):
        with pytest.raises(ConflictError, match="facts of its own") as caught:
            catalogue.record(kethon(code=code, draft="hai"), actor="stp")
        assert caught.value.found
    assert catalogue.head() == head


def test_a_code_that_never_stood_opens_nothing(catalogue: Catalogue) -> None:
    """A void of the text that gave a draft its code frees the code."""
    catalogue.record(Procedure(draft="ket-hon", name="Dự thảo"), on=D(2024, 1, 1), actor="stp")
    catalogue.record(kethon("Dự thảo", draft="ket-hon"), on=D(2024, 1, 2), actor="stp")
    catalogue.void(2, reason="nhầm mã", actor="stp")
    assert catalogue.record(kethon("Khác"), actor="stp").subject == f"procedure:{CODE}"


def test_a_province_form_is_a_code_of_its_own(catalogue: Catalogue) -> None:
    """A code with a unit is never merged with its base."""
    local = "1.000894.000.00.00.H38"
    catalogue.record(kethon(), actor="stp")
    catalogue.record(kethon("Của tỉnh", local, copy_of=CODE), actor="stp")
    assert catalogue.procedure(CODE).name != catalogue.procedure(local).name


def test_a_document_is_number_issuer_and_year(catalogue: Catalogue) -> None:
    """12/QĐ-UBND of two provinces and of two years are four documents; more words find one."""
    for issuer in ("UBND tỉnh Lào Cai", "UBND tỉnh Sơn La"):
        for year in (2023, 2024):
            catalogue.record(
                LegalDocument(number="12/QĐ-UBND", issuer=issuer, signed_on=D(year, 1, 9)),
                actor="stp",
            )
    with pytest.raises(UnknownDocumentError) as caught:
        catalogue.document("12/QĐ-UBND")
    assert len(caught.value.candidates) == 4
    with pytest.raises(UnknownDocumentError) as caught:
        catalogue.document("12/QĐ-UBND ngày 09/01/2024")
    assert len(caught.value.candidates) == 2
    ref = DocumentRef(raw="12/QĐ-UBND", issuer="ubnd  tỉnh lào cai", signed_on=D(2024, 1, 9))
    assert catalogue.document(ref).issuer == "UBND tỉnh Lào Cai"
    with pytest.raises(UnknownDocumentError):
        catalogue.document("12/QĐ-UBND ngày 09/01/2022")


def test_a_bare_number_is_not_merged_into_another_document(catalogue: Catalogue) -> None:
    """A document of which only the number is known never becomes an edition of another one."""
    for issuer in ("UBND tỉnh Lào Cai", "UBND tỉnh Sơn La"):
        catalogue.record(
            LegalDocument(number="12/QĐ-UBND", issuer=issuer, signed_on=D(2024, 1, 9)), actor="stp"
        )
    stands = catalogue.record(LegalDocument(number="12/QĐ-UBND"), actor="stp")
    assert stands.version == 1


@pytest.mark.parametrize(
    "asked", ["87/2020/NĐ-CP", "Nghị định số 87/2020/NĐ-CP ngày 28/7/2020", "87/2020/ND-CP"]
)
def test_a_document_is_found_as_people_write_it(catalogue: Catalogue, asked: str) -> None:
    """A number opens its document with or without words, day and tones."""
    catalogue.record(decree(issuer="Chính phủ", signed_on=D(2020, 7, 28)), actor="stp")
    assert catalogue.document(asked).number == "87/2020/NĐ-CP"


def test_a_draft_document_gets_its_number(catalogue: Catalogue) -> None:
    """A draft of a legal document keeps its key; its number opens it once it has one."""
    catalogue.record(LegalDocument(draft="nd-ho-tich", name="Dự thảo"), actor="stp")
    catalogue.record(
        LegalDocument(draft="nd-ho-tich", number="7/2026/NĐ-CP", issuer="Chính phủ"), actor="stp"
    )
    assert catalogue.document("7/2026/NĐ-CP").key == "draft:nd-ho-tich"


def test_item_ids(catalogue: Catalogue) -> None:
    """An id is programme/kind/key, with /2 for a second round; the two are two items."""
    catalogue.record(programme(), actor="stp")
    first = Item(programme=PROGRAMME, subject_kind="procedure", about=CODE)
    second = Item(programme=PROGRAMME, subject_kind="procedure", about=CODE, round=2)
    assert (first.id, second.id) == (
        f"{PROGRAMME}/procedure/{CODE}", f"{PROGRAMME}/procedure/{CODE}/2",
    )  # fmt: skip
    catalogue.record(first, actor="stp")
    assert catalogue.standing(CODE, programme=PROGRAMME).subject == f"item:{first.id}"
    catalogue.record(second, actor="stp")
    with pytest.raises(UnknownItemError, match="several") as caught:
        catalogue.change_status(CODE, "approved", programme=PROGRAMME, actor="stp")
    assert set(caught.value.candidates) == {first.id, second.id}
    assert catalogue.change_status(f"item:{second.id}", "approved", actor="stp").status
    assert catalogue.standing(f"item:{first.id}").status is None
    with pytest.raises(UnknownItemError):
        catalogue.standing("2.000815", programme=PROGRAMME)


def test_the_kind_of_an_item_never_changes(catalogue: Catalogue) -> None:
    """An item recorded as a task cannot come again as something else, whatever its id."""
    catalogue.record(
        Item(programme=PROGRAMME, subject_kind="task", about="x", id="x-1"), actor="stp"
    )
    with pytest.raises(ConflictError) as caught:
        catalogue.record(
            Item(programme=PROGRAMME, subject_kind="paper", about="x", id="x-1"), actor="stp"
        )
    assert (caught.value.expected, caught.value.found) == ("paper", "task")


def test_an_item_needs_its_programme_before_a_status(catalogue: Catalogue) -> None:
    """An item may be recorded before its programme, but has no status before it."""
    catalogue.record(item(), actor="stp")
    with pytest.raises(UnknownProgrammeError, match="programme"):
        catalogue.change_status(ITEMS[0], "approved", actor="stp")
    catalogue.record(programme(), actor="stp")
    assert catalogue.change_status(ITEMS[0], "approved", actor="stp").status == "approved"


@pytest.fixture
def agencies(catalogue: Catalogue) -> Catalogue:
    """The fixtures' agencies."""
    assert catalogue.load(resource("fixtures") / "agencies").errors == ()
    return catalogue


def test_an_agency_answers_to_name_and_code_of_the_day(agencies: Catalogue) -> None:
    """Names, codes and ids lead to one agency, with and without tones, on the days they held."""
    by_name = agencies.at(D(2024, 1, 1)).agency("Bộ Giao thông vận tải")
    assert agencies.at(D(2024, 1, 1)).agency("bo giao thong  van tai") == by_name
    assert agencies.at(D(2024, 1, 1)).agency(by_name.id) == by_name
    with pytest.raises(UnknownAgencyError):
        agencies.at(D(2026, 1, 1)).agency("Bộ Giao thông vận tải")
    lao_cai = agencies.at(D(2024, 1, 1)).agency("H38")
    assert "Lào Cai" in lao_cai.title


def test_a_gso_code_means_who_bore_it_then(agencies: Catalogue) -> None:
    """The GSO code 24 is Bắc Giang's before July 2025 and Bắc Ninh's after."""
    assert "Bắc Giang" in agencies.at(D(2025, 6, 30)).agency("24").title
    assert "Bắc Ninh" in agencies.at(D(2025, 7, 1)).agency("24").title


def test_an_ambiguous_agency_lists_its_candidates(catalogue: Catalogue) -> None:
    """A name that two agencies bear is an error that names both; a slip is offered a likeness."""
    catalogue.record(agency(id="a", names=["Sở Tư pháp"]), on=D(2020, 1, 1), actor="stp")
    catalogue.record(agency(id="b", names=["Sở Tư pháp"]), on=D(2020, 1, 1), actor="stp")
    with pytest.raises(UnknownAgencyError) as caught:
        catalogue.agency("sở tư pháp")
    assert set(caught.value.candidates) == {"a", "b"}
    with pytest.raises(UnknownAgencyError) as caught:
        catalogue.agency("Sở Tư phap1")
    assert caught.value.candidates


HOSTILE = [
    "", " ", "1.000010 ", "１.０００８９４", "1.0008\u200b94", "1.000\u202e894", "\x00",
    "../../etc/passwd", "C:\\CON", "1.004999'; DROP TABLE facts;--", "a\u0309", "x" * 65, "Ð",
    "Н03", "procedure:",
    "item:", "agency:", ":", "%", "_", "*", "📜" * 100, "x" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:20])
def test_a_hostile_name_is_simply_unknown(catalogue: Catalogue, name: str) -> None:
    """Whatever is asked for, what is not there is a clear error of ours and nothing breaks."""
    catalogue.record(kethon(), actor="stp")
    for read in (
        catalogue.procedure, catalogue.standing, catalogue.history, catalogue.item,
        catalogue.programme, catalogue.agency,
    ):  # fmt: skip
        with pytest.raises(LookupError):
            read(name)
    with pytest.raises(ProccatError):
        catalogue.document(name)
    with pytest.raises(LookupError):
        catalogue.change_status(name, "announced", actor="stp")
    assert catalogue.verify().ok


@pytest.mark.parametrize("where", ["name", "note", "reason", "request_id"])
def test_a_lone_surrogate_is_refused_by_name(catalogue: Catalogue, where: str) -> None:
    """Text that no file can hold is refused as ours, wherever it comes."""
    catalogue.record(kethon(), on=D(2024, 1, 1), actor="stp")
    catalogue.record(kethon(), on=D(2024, 1, 2), actor="stp")
    calls: dict[str, Callable[[], object]] = {
        "name": lambda: catalogue.procedure("\ud800"),
        "note": lambda: catalogue.change_status(CODE, "announced", actor="stp", note="\ud800"),
        "reason": lambda: catalogue.void(2, reason="\ud800", actor="stp"),
        "request_id": lambda: catalogue.record(kethon(), actor="stp", request_id="\ud800"),
    }
    with pytest.raises(ProccatError):
        calls[where]()


@pytest.mark.parametrize(
    "line",
    [
        '{"kind":"document","number":"12/QĐ-UBND","issuer":"%s"}' % ("x" * 400),
        '{"kind":"document","number":"..."}',
    ],
    ids=["long issuer", "dots"],
)
def test_what_is_loaded_can_be_read(catalogue: Catalogue, tmp_path: Path, line: str) -> None:
    """A record is refused, or it can be read, listed and exported afterwards."""
    path = tmp_path / "a.jsonl"
    path.write_text(line + "\n", "utf-8")
    try:
        catalogue.load(path)
        found = len(list(catalogue.documents())), len(list(catalogue.facts()))
    except InvalidDocumentError:
        found = (-1, -1)
    assert found in ((1, 1), (0, 0))
