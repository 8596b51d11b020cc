"""Laws of explanations, corrections, completions, near duplicates, and of every kind searched."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import memory

from proccat import Agency, Catalogue, Item, LegalDocument, Plan, Procedure, Programme
from proccat.errors import InvalidDocumentError, UnknownProcedureError
from proccat.search.explaining import Evidence
from proccat.search.typed import typed as plainly

PROGRAMME = "68/NQ-CP/2020"
NAMES = {
    "1.000894": "Thủ tục đăng ký kết hôn",
    "1.000593": "Thủ tục đăng ký kết hôn lưu động",
    "1.001193": "Thủ tục đăng ký khai sinh",
    "1.004884": "Thủ tục đăng ký lại khai sinh",
    "1.002835": "Cấp mới giấy phép lái xe",
    "1.002804": "Đổi giấy phép lái xe do ngành Giao thông vận tải cấp",
    "2.000488": "Giao khu vực biển",
    "2.000489": "Gia hạn giao khu vực biển",
    "2.000490": "Giao khu vực biển.",
    "1.011442": "Đăng ký thế chấp quyền sử dụng đất",
    "1.011442.000.00.00.H38": "Đăng ký thế chấp quyền sử dụng đất tại tỉnh",
}
DOCUMENTS: tuple[object, ...] = (
    *(
        Procedure(code=code, name=name, field="Hộ tịch" if code < "1.0045" else "Khác")
        for code, name in NAMES.items()
    ),
    Procedure(code="2.002000", name="Thế chấp nhà", copy_of="1.011442", executing=["Sở A"]),
    Agency(id="bo-tu-phap", names=["Bộ Tư pháp"]),
    LegalDocument(number="87/2020/NĐ-CP", name="Quy định về cơ sở dữ liệu hộ tịch điện tử"),
    Programme(id=PROGRAMME, name="Cắt giảm quy định kinh doanh"),
    Plan(programme=PROGRAMME, id="ho-tich", name="Phương án hộ tịch", lead="Bộ Tư pháp"),
    Item(
        programme=PROGRAMME,
        subject_kind="procedure",
        about="1.000894",
        name="Bỏ giấy xác nhận tình trạng hôn nhân",
        lead="Bộ Tư pháp",
    ),
)


@pytest.fixture(scope="module")
def filled() -> Iterator[Catalogue]:
    """A catalogue of every kind of document."""
    with memory() as catalogue:
        with catalogue.transaction():
            for document in DOCUMENTS:
                catalogue.record(document, actor="a", on=date(2026, 9, 1))  # type: ignore[arg-type]
        yield catalogue


def evidence(catalogue: Catalogue, query: str) -> tuple[Evidence, ...]:
    (hit, *_) = catalogue.search(query, limit=1, explain=True).hits
    assert hit.explanation is not None
    return hit.explanation.evidence


TYPED = (
    "đăng", "ký", "kết", "hôn", "khai", "sinh", "giấy", "phép", "lái", "xe", "GPLX", "giao", "biển",
    "là", "gì", "1.000894", "ket", "ho",
)  # fmt: skip
QUERIES = st.lists(st.sampled_from(TYPED), max_size=7).map(" ".join)


def test_a_hit_shows_where_a_text_says_what_was_asked(catalogue: Catalogue) -> None:
    """In its name, else in whatever of it is searched: description, step, component, reason."""
    text = {
        "code": "1.000001",
        "name": "Đăng ký",
        "description": "Nói về hộ tịch",
        "cases": [
            {
                "steps": [{"name": "Bước 1", "text": "Nộp phiếu kê khai"}],
                "components": [{"name": "Ảnh chân dung"}],
            }
        ],
    }
    catalogue.record(Procedure.parse(text), actor="a", on=date(2026, 9, 1))
    catalogue.record(
        Programme(id="P", name="Cắt giảm", scope="Giấy phép con"), actor="a", on="2026-09-01"
    )
    for typed, shown in (
        ("dang ky", "[Đăng ký]"),
        ("hộ tịch", "Nói về [hộ tịch]"),
        ("phieu ke khai", "Nộp [phiếu kê khai]"),
        ("chân dung", "Ảnh [chân dung]"),
    ):
        (hit,) = catalogue.search(typed)
        assert hit.snippet.endswith(shown), typed
    (hit,) = catalogue.search("giấy phép con", kind="programme")
    assert (hit.marked, hit.snippet) == (None, "[Giấy phép con]")


@given(QUERIES)
def test_the_points_of_an_explanation_are_the_score(filled: Catalogue, query: str) -> None:
    """Every hit's points add up to its score, and each reason says something."""
    for hit in filled.search(query, explain=True):
        assert hit.explanation is not None
        brought = sum(each.points for each in hit.explanation.evidence)
        assert brought == pytest.approx(hit.score, abs=0.01)
        assert all(each.how and each.what for each in hit.explanation.evidence)
        assert str(hit.explanation)


def test_an_explanation_says_what_matched_where(filled: Catalogue) -> None:
    """Words, tones, pairs, codes, abbreviations, everyday words, beginnings, frames, the order."""
    hows = {each.how for each in evidence(filled, "Làm thế nào để được đăng ký lại khai sinh?")}
    assert {"word", "tone", "pair", "brevity", "order"} <= hows
    gplx = [each for each in evidence(filled, "GPLX") if each.how == "abbreviation"]
    assert {each.because for each in gplx} == {"GPLX = giấy phép lái xe"}
    everyday = [each for each in evidence(filled, "làm đám cưới") if each.how == "synonym"]
    assert {each.because for each in everyday} == {"làm đám cưới = đăng kí kết hôn"}
    assert ("prefix", "ket ho…") in {(e.how, e.what) for e in evidence(filled, "dang ky ket ho")}
    assert ("code", "code") in {(e.how, e.where) for e in evidence(filled, "1.000894")}
    assert ("word", "field") in {(e.how, e.where) for e in evidence(filled, "hộ tịch")}
    (tone,) = (e for e in evidence(filled, "hộ tịch") if (e.how, e.what) == ("tone", "hộ"))
    assert tone.where == "field"
    assert filled.search("kết hôn").hits[0].explanation is None
    assert evidence(filled, "") == ()


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("ＫＥＴ ＨＯＮ", "KET HON"),
        ("１．０００８９４", "1.000894"),
        ("ket\u200bhon", "ket hon"),
        ("kết\u200b hôn\u200b", "kết hôn"),
        ("1.0008\u200b94", "1.000894"),
        ("87/\u200b2020/\u200bNĐ-CP", "87/2020/NĐ-CP"),
        ("\u200eke\u200et h\u00ado\u2060n\ufeff", "ket hon"),
        ("đăng ký －lại", "đăng ký -lại"),
        ("k\u0065\u0302\u0301t", "kết"),
        ("100 m²", "100 m²"),
    ],
)
def test_what_is_typed_is_read_in_plain_characters(filled: Catalogue, odd: str, plain: str) -> None:
    """Full-width forms, and what takes no room in text pasted from a page, find the same."""
    assert unicodedata.normalize("NFC", plainly(odd)) == plain
    assert filled.search(odd).hits == filled.search(plain).hits
    assert filled.suggest(odd) == filled.suggest(plain)


@given(st.text(st.characters(codec="ascii")) | st.sampled_from(list(NAMES.values())))
def test_ordinary_text_is_read_as_it_stands(text: str) -> None:
    """ASCII and composed Vietnamese come back as the same string."""
    assert plainly(text) is text


@pytest.mark.parametrize(
    ("kind", "query", "code", "name"),
    [
        ("document", "hộ tịch điện tử", "87/2020/ND-CP@2020", "87/2020/NĐ-CP"),
        ("document", "87/2020/NĐ-CP", "87/2020/ND-CP@2020", "87/2020/NĐ-CP"),
        ("item", "tinh trang hon nhan", f"{PROGRAMME}/procedure/1.000894", None),
        ("item", "1.000894", f"{PROGRAMME}/procedure/1.000894", None),
        ("programme", "kinh doanh", PROGRAMME, None),
        ("plan", "phuong an", f"{PROGRAMME}/ho-tich", None),
        ("agency", "bo tu phap", "bo-tu-phap", "Bộ Tư pháp"),
    ],
)
def test_every_kind_is_searched_by_the_same_means(
    filled: Catalogue, kind: str, query: str, code: str, name: str | None
) -> None:
    """Documents, items, programmes, plans, agencies: found by name and key, and nothing else."""
    (hit,) = filled.search(query, kind=kind).hits
    assert hit.code == code
    assert name is None or hit.name == name
    assert hit.subject == f"{kind}:{code}"
    assert filled.search(kind=kind).total == 1


def test_a_document_shows_its_abstract(filled: Catalogue) -> None:
    """Where the number shows nothing of the query, the snippet is of the abstract."""
    (hit,) = filled.search("du lieu ho tich", kind="document").hits
    assert hit.snippet == "Quy định về cơ sở [dữ liệu hộ tịch] điện tử"
    assert hit.html == "Quy định về cơ sở <mark>dữ liệu hộ tịch</mark> điện tử"
    for typed in ("nghị định 87", "nghi dinh so 87", "Nghị định 87/2020"):
        page = filled.search(typed, kind="document")
        assert (page.hits[0].name, page.total) == ("87/2020/NĐ-CP", 1), typed


def test_items_are_filtered_by_what_items_have(filled: Catalogue) -> None:
    """Lead, programme and the item's own stage; hits carry its status."""
    item = f"item:{PROGRAMME}/procedure/1.000894"
    assert filled.search(kind="item", stage="approved").hits == ()
    filled.change_status(item, "planned", on=date(2026, 9, 2), actor="a")
    (hit,) = filled.search(
        kind="item", stage="planned", programme=PROGRAMME, agency="bo tu phap"
    ).hits
    assert (hit.subject, hit.status) == (item, "planned")


def test_what_does_not_apply_is_an_error_that_lists_what_does(filled: Catalogue) -> None:
    """Unknown kinds, filters of other kinds, unknown values, facets: each error lists the known."""
    for asked, message in (
        ({"kind": "law"}, "there are procedure, item, document, plan, programme, agency$"),
        ({"kind": "feedback"}, "there are procedure, item, document, plan, programme, agency$"),
        ({"kind": "document", "field": "x"}, "field: is no filter of kind 'document'.*agency"),
        ({"kind": "programme", "agency": "x"}, "none"),
        ({"kind": "item", "status": "public"}, "agency, stage, programme"),
        ({"field": "Hộ tịc"}, "Hộ tịch"),
        ({"level": "x"}, "level"),
        ({"status": "x"}, r"announced \(đã công bố\), public \(đã công khai\)"),
        ({"field": []}, "field: names no value; None is no filter"),
        ({"status": ()}, "status: names no value"),
        ({"field": {"Hộ tịch": 1}}, "field: .* is neither"),
        ({"agency": b"BTP"}, "agency: .* is neither"),
        ({"field": 5}, "field: 5 is neither"),
        ({"level": ["commune", 5]}, "level"),
        ({"stage": "x"}, r"enacted \(đã ban hành văn bản thực thi\)"),
        ({"kind": "item", "stage": "x"}, "enacted"),
    ):
        with pytest.raises(InvalidDocumentError, match=message):
            filled.search("kết hôn", **asked)
    with pytest.raises(InvalidDocumentError, match="field, agency, level"):
        filled.search("kết hôn").facets("status")
    with pytest.raises(InvalidDocumentError, match="query"):
        filled.search(5)  # type: ignore[arg-type]  # what callers may give


def test_a_filter_takes_its_values_as_people_write_them(catalogue: Catalogue) -> None:
    """Levels with or without "cấp", statuses without tones, usual abbreviations, sets and views."""
    for code, level, agency in (
        ("1.000001", "ministry", "Bộ Tài nguyên và Môi trường"),
        ("1.000002", "province", "Bộ Tư pháp"),
        ("1.000003", "commune", "Ủy ban nhân dân cấp xã"),
    ):
        row = {"code": code, "name": "Đăng ký", "levels": [level], "executing": [agency]}
        catalogue.record(Procedure.parse(row), actor="a", on=date(2026, 9, 1))
    catalogue.change_status("1.000001", "announced", on=date(2026, 9, 1), actor="a", basis="1/QĐ")
    catalogue.change_status("1.000001", "public", on=date(2026, 9, 1), actor="a")

    def codes(**filters: object) -> list[str]:
        return [hit.code[-1] for hit in catalogue.search("", **filters)]  # type: ignore[arg-type]

    for asked, found in (
        ("tỉnh", "2"), ("Cấp tỉnh", "2"), ("cap xa", "3"), ("trung ương", "1"), ("bo", "1"),
        ("TW", "1"), ("phường", "3"),
    ):  # fmt: skip
        assert codes(level=asked) == [found], asked
    assert codes(agency="BTP") == codes(agency="bộ TƯ PHÁP") == ["2"]
    assert codes(agency="UBND cấp xã") == codes(agency="ubnd cap xa") == ["3"]
    assert codes(status="da cong khai") == codes(status="Đã công khai") == ["1"]
    assert codes(status="công khai") == codes(status="cong khai") == ["1"]
    assert codes(status=("bãi bỏ", "công bố")) == []
    assert codes(level={"tỉnh", "xã"}) == codes(level=dict.fromkeys(("tỉnh", "xã")).keys())
    assert codes(level={"tỉnh", "xã"}) == ["2", "3"]
    page = catalogue.search("", level={"tỉnh", "xã"}, limit=1)
    again = catalogue.search("", level=frozenset({"xã", "tỉnh"}), limit=1, after=page.next)
    assert [hit.code for hit in again] == ["1.000003"]
    for filters, message in (
        ({"level": "mars"}, r"commune \(Cấp xã\); ministry \(Cấp bộ, Cấp Trung ương\)"),
        ({"level": "khác"}, "of 3 the nearest are"),
        ({"agency": "tư pháp"}, "the nearest are Bộ Tư pháp$"),
        ({"agency": "BTN"}, "of 3 the nearest are Bộ Tài nguyên và Môi trường$"),
        ({"agency": "btnmt"}, "the nearest are Bộ Tài nguyên và Môi trường$"),
        ({"agency": "UBND cấp huyện"}, "the nearest are Ủy ban nhân dân cấp xã"),
    ):
        with pytest.raises(InvalidDocumentError, match=message):
            codes(**filters)


def test_near_duplicates_are_banded(filled: Catalogue) -> None:
    """Equal words are "same"; a word more is for review, and says which; copies are "copy"."""
    found = {each.code: each for each in filled.similar("2.000488")}
    assert (found["2.000490"].band, found["2.000490"].score) == ("same", 1.0)
    assert (found["2.000489"].band, found["2.000489"].there) == ("review", ("gia hạn",))
    assert "2.000488" not in found
    copies = {each.code: each for each in filled.similar("1.011442")}
    assert {code: each.band for code, each in copies.items() if each.copy} == {
        "1.011442.000.00.00.H38": "copy",
        "2.002000": "copy",
    }
    assert copies["1.011442.000.00.00.H38"].same_field
    from_copy = {each.code for each in filled.similar("2.002000") if each.copy}
    assert from_copy == {"1.011442", "1.011442.000.00.00.H38"}


def test_names_that_share_less_than_six_tenths_are_not_alike(catalogue: Catalogue) -> None:
    """Nor does a field in common make them so; an agency in common is told."""
    for number, name in enumerate(
        ("Giao khu vực biển", "Giao khu vực rừng", "Giao rừng cho thuê", "Thu hồi rừng")
    ):
        row = {"code": f"1.{number:06}", "name": name, "field": "Biển", "executing": ["Sở A"]}
        catalogue.record(Procedure.parse(row), actor="a", on=date(2026, 9, 1))
    catalogue.record(Procedure(code="1.000009", name="Giao khu vực biển"), actor="a")
    found = {each.code: each for each in catalogue.similar("1.000000")}
    assert {code: each.score for code, each in found.items()} == {"1.000001": 0.75, "1.000009": 1.0}
    assert (found["1.000001"].here, found["1.000001"].there) == (("biển",), ("rừng",))
    assert [found[code].same_agency for code in ("1.000001", "1.000009")] == [True, False]


def copies(catalogue: Catalogue, code: str) -> set[str]:
    return {each.code for each in catalogue.similar(code, limit=1000) if each.band == "copy"}


UNITS = ("", ".000.00.00.H38", ".000.00.00.H01")
CODES = st.builds(str.__add__, st.sampled_from(["1.000001", "1.000002"]), st.sampled_from(UNITS))


@given(st.dictionaries(CODES, st.none() | CODES, max_size=6))
def test_copies_are_found_from_both_sides(given: dict[str, str | None]) -> None:
    """Whoever is a copy of another has it as a copy: by the code, by the unit's, by ``copy_of``."""
    with memory() as catalogue:
        for number, (code, origin) in enumerate(given.items()):
            text = Procedure(code=code, name=f"Tên {number} số{number}", copy_of=origin)
            catalogue.record(text, actor="a")
        found = {code: copies(catalogue, code) for code in given}
    for code, origin in given.items():
        for other in given.keys() - {code}:
            assert (other in found[code]) == (code in found[other])
            if (origin or code)[:8] == other[:8]:
                assert other in found[code]


def test_a_copy_of_a_units_code_is_a_copy_of_all_of_it(catalogue: Catalogue) -> None:
    """What was copied from a unit's procedure is a copy of the national one, too."""
    base, unit, copy = "1.011442", "1.011442.000.00.00.H38", "1.011443"
    for code, name, origin in ((base, "A b", None), (unit, "C d", None), (copy, "E g", unit)):
        catalogue.record(Procedure(code=code, name=name, copy_of=origin), actor="a")
    for code in (base, unit, copy):
        assert copies(catalogue, code) == {base, unit, copy} - {code}


def test_as_many_near_duplicates_as_are_asked_for(catalogue: Catalogue) -> None:
    """Of more than a hundred procedures of one name all the others are listed."""
    with catalogue.transaction():
        for number in range(150):
            text = Procedure(code=f"1.{number:06d}", name="Đăng ký kết hôn")
            catalogue.record(text, actor="a")
    assert len(catalogue.similar("1.000000", limit=1000)) == 149
    assert len(catalogue.similar("1.000149", limit=120)) == 120


@given(st.sampled_from([*NAMES]), st.integers(1, 5))
def test_near_duplicates_are_scored_in_order(filled: Catalogue, code: str, limit: int) -> None:
    """The likest first, no more than asked, never itself; only equal words are the same."""
    found = filled.similar(code, limit)
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) <= limit
    for each in found:
        assert each.code != code
        assert (each.band == "same") <= (each.here == each.there == ())


def test_an_unknown_procedure_has_no_duplicates(filled: Catalogue) -> None:
    """What is not known is an error, not an empty answer."""
    with pytest.raises(UnknownProcedureError):
        filled.similar("1.999999")
