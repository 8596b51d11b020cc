"""Laws of references: what rests on a legal document, as what, and what its repeal would touch."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import memory

from proccat import Agency, Catalogue, DocumentRef, Item, LegalDocument, Plan, Procedure, Programme
from proccat.citing import articles_in
from proccat.documents import KINDS, Feedback, Inspection, Observation, Sender
from proccat.documents.issuers import issuer_in, same_issuer
from proccat.documents.references import ROLES, references
from proccat.errors import InvalidDocumentError

LAW = "68/2020/QH14"
DAY = date(2026, 9, 1)


def record(catalogue: Catalogue, *documents: object) -> None:
    for document in documents:
        catalogue.record(document, actor="a", on=DAY)  # type: ignore[arg-type]  # any kind


def roles(catalogue: Catalogue, number: str | DocumentRef = LAW) -> list[tuple[str, str]]:
    return [(each.role, each.subject) for each in catalogue.citing(number)]


def test_every_kind_that_refers_is_listed_with_its_role(catalogue: Catalogue) -> None:
    """Legal bases with articles, decisions, orders, what is to be amended, amends and ends it."""
    law = f"Luật số {LAW} ngày 13/11/2020"
    record(
        catalogue,
        Procedure(
            code="1.000894",
            name="Đăng ký",
            legal_bases=[{"document": law, "articles": ["Điều 8"]},
                         {"document": LAW, "articles": ["Điều 9", "Điều 8"]}, "1/2020/NĐ-CP"],
        ),
        Procedure(code="1.000895", name="Khác", legal_bases=["2/2020/NĐ-CP"], decision=law),
        Programme(id="p", name="P", document=law),
        Plan(programme="p", id="q", name="Q", document="3/QĐ-TTg", amends=[law]),
        Item(programme="p", subject_kind="procedure", about="1.000894", amends=[law]),
        LegalDocument(number="4/2026/QH16", amends=[law]),
        LegalDocument(number="5/2026/QH16", repeals=[f"Điều 8 {law}"]),
        LegalDocument(number="6/2026/QH16", replaces=["68/2021/QH15"]),
        Agency.parse({
            "id": "a", "names": ["A"],
            "succession": [{"kind": "renamed", "on": "2026-01-01", "to": ["b"], "basis": law}],
        }),
    )  # fmt: skip
    assert roles(catalogue) == [
        ("legal_basis", "procedure:1.000894"),
        ("decision", "procedure:1.000895"),
        ("ordered_by", "programme:p"),
        ("reorganised_by", "agency:a"),
        ("to_amend", "item:p/procedure/1.000894"),
        ("to_amend", "plan:p/q"),
        ("amends", "document:4/2026/QH16@2026"),
        ("repeals", "document:5/2026/QH16@2026"),
    ]
    basis = catalogue.citing(LAW)[0]
    assert (basis.articles, basis.only) == (("Điều 8", "Điều 9"), False)
    assert basis.label == "căn cứ pháp lý"
    assert (basis.code, basis.name, basis.words) == ("1.000894", "Đăng ký", f"{law}; {LAW}")


def test_a_number_is_matched_however_it_is_written(catalogue: Catalogue) -> None:
    """Tones, blanks, words round it do not matter; another issuer or day, where said, does."""
    ref = {"raw": "12/QĐ-UBND ngày 5/6/2020", "issuer": "UBND tỉnh A"}
    record(catalogue, Procedure(code="1.000894", name="Đăng ký", decision=ref))
    for asked in ("12/QĐ-UBND", "12/qđ-ubnd", "Quyết định số 12 /QĐ-UBND", "12/QD-UBND"):
        assert len(catalogue.citing(asked)) == 1, asked
    assert len(catalogue.citing("12/QĐ-UBND ngày 5/6/2020")) == 1
    assert catalogue.citing("12/QĐ-UBND ngày 1/2/2020") == ()
    assert catalogue.citing("12/QĐ-UBND ngày 1/2/2021") == ()
    assert catalogue.citing(DocumentRef(raw="12/QĐ-UBND", issuer="UBND tỉnh B")) == ()
    assert len(catalogue.citing(DocumentRef(raw="12/QĐ-UBND", issuer="ubnd  TỈNH a"))) == 1


def test_a_repeal_touches_what_rests_on_nothing_else(catalogue: Catalogue) -> None:
    """The only legal basis that has not ended is marked; one beside it unmarks it."""
    record(
        catalogue,
        LegalDocument(number=LAW, signed_on=date(2020, 11, 13)),
        LegalDocument(number="1/2020/NĐ-CP", signed_on=date(2020, 1, 1)),
        LegalDocument(number="9/2026/NĐ-CP", signed_on=date(2026, 10, 1), repeals=["1/2020/NĐ-CP"]),
        Procedure(code="1.000001", name="Một", legal_bases=[LAW]),
        Procedure(code="1.000002", name="Hai", legal_bases=[LAW, "1/2020/NĐ-CP"]),
        Procedure(code="1.000003", name="Ba", legal_bases=[LAW, "7/2020/NĐ-CP"]),
        Procedure(code="1.000004", name="Bốn", decision=LAW),
    )

    def only(view: object) -> list[str]:
        return [each.code for each in view.citing(LAW) if each.only]  # type: ignore[attr-defined]

    assert only(catalogue.at(effective=date(2026, 9, 15))) == ["1.000001"]
    assert only(catalogue) == ["1.000001", "1.000002"]
    assert [each.only for each in catalogue.citing("1/2020/NĐ-CP")] == [False, False]
    record(catalogue, Procedure(code="1.000005", name="Năm", legal_bases=["1/2020/NĐ-CP"]))
    assert not any(each.only for each in catalogue.citing("1/2020/NĐ-CP"))


def test_an_article_narrows_and_hides_nothing_that_may_concern_it(catalogue: Catalogue) -> None:
    """What names the article leads, what names none follows and says so, what names others goes."""
    for at, (articles, law) in enumerate(
        (
            (None, LAW),
            (["khoản 2 Điều 8"], LAW),
            (["Điều 9", "điều 10"], LAW),
            (["Điều 7 đến Điều 9"], LAW),
            (["Điều 9", "Chương III"], LAW),
            (None, f"khoản 1, 3 Điều 8 Luật số {LAW}"),
            (None, f"{LAW} sửa đổi Điều 8 Luật khác"),
            (["Điều 8a"], LAW),
        ),
        1,
    ):
        basis = {"document": law, "articles": articles}
        record(catalogue, Procedure(code=f"1.{at:06}", name="Tên", legal_bases=[basis]))

    def found(article: str | int | None) -> list[tuple[int, bool, bool]]:
        listed = catalogue.citing(LAW, article=article)
        return [(int(each.code[2:]), each.certain, each.only) for each in listed]

    for asked in (
        "Điều 8",
        "8",
        " điều  8 ",
        "ĐIỀU 8",
        "Điều 08",
        "Dieu 8",
        8,
        "Khoản 2 Điều 8",
        "điểm a, khoản 2 Điều 8",
        "khoản 1, 2 Điều 8",
    ):
        assert found(asked) == [
            (2, True, True), (4, True, False), (6, True, True),
            (1, False, True), (5, False, False), (7, False, True),
        ]  # fmt: skip
    assert found("8a") == [
        (4, True, False), (8, True, True), (1, False, True), (5, False, False), (7, False, True),
    ]  # fmt: skip
    assert found(None) == [(at, True, True) for at in range(1, 9)]
    for asked in (f"Điều 8 Luật số {LAW}", f"khoản 2 Điều 8 {LAW}", f"Đ8 {LAW}", f"Đ. 8 {LAW}"):
        assert catalogue.citing(asked) == catalogue.citing(LAW, article=8), asked
    assert catalogue.citing(f"Điều 9 {LAW}", article=8) == catalogue.citing(LAW, article=8)
    with pytest.raises(InvalidDocumentError, match=r"number: names articles 8, 9; .* one of them"):
        catalogue.citing(f"Điều 8, Điều 9 Luật số {LAW}")
    for wrong in (
        "khoản 2",
        "",
        "Điều",
        "Điều 8, 9",
        "khoản 2 Điều 7, Điều 8",
        "8/2020",
        True,
        8.0,
        -8,
    ):
        with pytest.raises(InvalidDocumentError, match=r"article: .* is no article"):
            catalogue.citing(LAW, article=wrong)  # type: ignore[arg-type]  # what callers may give


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Điều 8", {"8"}),
        ("các Điều 8, 9 và 12", {"8", "9", "12"}),
        ("khoản 1, 2 Điều 8; điểm a khoản 3 Điều 9", {"8", "9"}),
        ("Điều 8, 68/2020/QH14", {"8"}),
        ("Điều 5đ và điều 6", {"5đ", "6"}),
        ("Điều 08, dieu 09a", {"8", "9a"}),
        ("một số điều của Luật", set()),
        ("Chương III", set()),
    ],
)
def test_articles_are_read_as_they_are_written(words: str, named: set[str]) -> None:
    """One, several, a stretch; clauses and numbers of documents are no articles."""
    assert articles_in(words) == named


@pytest.mark.parametrize(
    ("words", "within", "beyond"),
    [
        ("Điều 8-10", {"8", "8a", "9", "9đ", "10"}, {"7", "7a", "10a", "11"}),
        ("Điều 5 đến Điều 9", {"5", "6a", "9"}, {"9a", "4"}),
        ("từ Điều 5 đến hết Điều 9", {"5", "7", "9"}, {"9a", "10"}),
        ("Điều 5 tới Điều 9", {"5", "7", "9"}, {"10"}),
        ("Điều 8a đến Điều 8d", {"8a", "8b", "8c", "8d"}, {"8", "8đ", "8e", "9"}),
        ("Điều 8b - 9", {"8b", "8z", "9"}, {"8", "8a", "9a"}),
    ],
)
def test_a_stretch_of_articles_holds_those_put_in_between(
    words: str, within: set[str], beyond: set[str]
) -> None:
    """Articles with a letter stand behind their number and before the next."""
    named = articles_in(words)
    assert within <= named
    assert named.isdisjoint(beyond)


def test_an_article_listed_by_its_number_alone_is_one(catalogue: Catalogue) -> None:
    """In the list of articles "8" is Điều 8, "5-9" a stretch; "khoản 8" is no article."""
    for at, listed in enumerate((["8"], ["08"], ["5-9"], ["9"], ["khoản 8"]), 1):
        basis = {"document": LAW, "articles": listed}
        record(catalogue, Procedure(code=f"1.{at:06}", name="Tên", legal_bases=[basis]))
    found = catalogue.citing(LAW, article="Điều 8")
    assert [(each.code[-1], each.doubts) for each in found] == [
        ("1", ()), ("2", ()), ("3", ()), ("5", ("article",)),
    ]  # fmt: skip


LOCAL = "12/2020/QĐ-UBND"
HA_GIANG = {"raw": LOCAL, "issuer": "UBND tỉnh Hà Giang", "signed_on": "2020-06-15"}
LAO_CAI = {"raw": LOCAL, "issuer": "UBND tỉnh Lào Cai", "signed_on": "2020-07-20"}


def based(catalogue: Catalogue, *bases: object) -> None:
    """A procedure on each of the bases, by number."""
    for at, basis in enumerate(bases, 1):
        several = [{"document": each} for each in (basis if isinstance(basis, list) else [basis])]
        text = Procedure.parse({"code": f"1.{at:06}", "name": "Tên", "legal_bases": several})
        record(catalogue, text)


def doubted(catalogue: Catalogue, asked: str | DocumentRef) -> dict[str, tuple[str, ...]]:
    return {each.code[-1]: each.doubts for each in catalogue.citing(asked)}


def test_an_issuer_and_a_day_narrow(catalogue: Catalogue) -> None:
    """What states another issuer or day is left out, what states none follows and is uncertain."""
    whole = f"Quyết định số {LOCAL} ngày 15/6/2020 của UBND tỉnh Hà Giang quy định về phí"
    based(catalogue, LOCAL, HA_GIANG, LAO_CAI, whole)
    day, both = ("signed_on",), ("issuer", "signed_on")
    assert doubted(catalogue, f"{LOCAL} ngày 15/6/2020") == {"2": (), "4": (), "1": day}
    of_lao_cai = f"{LOCAL} của Ủy ban nhân dân tỉnh LÀO CAI"
    assert doubted(catalogue, of_lao_cai) == {"3": (), "1": ("issuer",)}
    assert doubted(catalogue, DocumentRef.parse(HA_GIANG)) == {"2": (), "4": (), "1": both}
    assert doubted(catalogue, whole) == {"2": (), "4": (), "1": both}
    assert doubted(catalogue, LOCAL) == dict.fromkeys("1234", ())
    listed = catalogue.citing(whole)
    assert [(each.code[-1], each.certain) for each in listed] == [
        ("2", True), ("4", True), ("1", False),
    ]  # fmt: skip


def test_a_number_of_one_document_leaves_nothing_open(catalogue: Catalogue) -> None:
    """Of a decree with its year, a day in what is asked makes no reference to it uncertain."""
    based(catalogue, "87/2020/NĐ-CP", "87/2020/NĐ-CP ngày 29/7/2020", "12/QĐ-BTP")
    asked = "Nghị định số 87/2020/NĐ-CP ngày 28/7/2020 của Chính phủ"
    assert doubted(catalogue, asked) == {"1": (), "2": ("signed_on",)}
    assert doubted(catalogue, "87/2020/NĐ-CP ngày 1/7/2021") == {"1": (), "2": ("signed_on",)}
    assert doubted(catalogue, "12/QĐ-BTP ngày 2/3/2020") == {"3": ("signed_on",)}


def test_the_decision_of_another_province_is_another_basis(catalogue: Catalogue) -> None:
    """Only what may all be one document, and the one asked about, is the only legal basis."""
    based(catalogue, HA_GIANG, [HA_GIANG, LAO_CAI], [HA_GIANG, LOCAL], [HA_GIANG, "1/2020/NĐ-CP"])
    for asked in (LOCAL, f"{LOCAL} của UBND tỉnh Hà Giang"):
        found = {each.code[-1]: each.only for each in catalogue.citing(asked)}
        assert found == {"1": True, "2": False, "3": True, "4": False}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UBND tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Lào Cai", True),
        ("ubnd tinh lao cai", "UỶ BAN NHÂN DÂN TỈNH LÀO CAI", True),
        ("UBND TP. Hà Nội", "UBND thành phố Hà Nội", True),
        ("UBND tỉnh Đắk Lắk", "UBND tỉnh Đắc Lắc", True),
        ("UBND tỉnh Lào Cai", "UBND tỉnh Hà Giang", False),
        ("Bộ Tư pháp", "Bộ Công an", False),
        ("BTP", "Bộ Tư pháp", None),
        ("BYT", "Bộ Y tế", None),
        ("Bộ YT", "Bộ Y tế", None),
        ("UBND TP.HCM", "UBND thành phố Hồ Chí Minh", None),
        ("Bộ NN&PTNT", "Bộ Nông nghiệp và Phát triển nông thôn", None),
        ("Bộ trưởng Bộ Tư pháp", "Bộ Tư pháp", None),
        ("UBND tỉnh", "UBND tỉnh Lào Cai", None),
    ],
)
def test_issuers_are_told_apart_only_where_they_are_written_out(
    one: str, other: str, same: bool | None
) -> None:
    """Another spelling is the same, another name another; what may be short for it is open."""
    assert same_issuer(one, other) is same is same_issuer(other, one)


@pytest.mark.parametrize(
    ("words", "issuer"),
    [
        (f"{LOCAL} ngày 15/6/2020 của UBND tỉnh A", "UBND tỉnh A"),
        (f"Quyết định số {LOCAL} của UBND tỉnh A ngày 15/6/2020", "UBND tỉnh A"),
        (f"{LOCAL}, ngày 15 tháng 6 năm 2020, của UBND tỉnh A về phí", "UBND tỉnh A"),
        ("1/2020/TT-BVHTTDL do Bộ Văn hóa, Thể thao và Du lịch ban hành",
         "Bộ Văn hóa, Thể thao và Du lịch"),
        (f"{LOCAL} về quy chế của Sở Y tế", None),
        (f"Quy chế của Sở Y tế theo {LOCAL}", None),
        (LOCAL, None),
        ("Luật Hộ tịch của Quốc hội", None),
    ],
)  # fmt: skip
def test_an_issuer_stands_behind_number_and_day(words: str, issuer: str | None) -> None:
    """Whom a title speaks of is no issuer."""
    assert issuer_in(words) == issuer


NUMBERS = ("1/2020/NĐ-CP", "2/2020/NĐ-CP", "3/2020/TT-BTP")


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.lists(st.sampled_from(NUMBERS), max_size=2, unique=True)),
        max_size=8,
    )
)
def test_only_texts_that_stand_refer(history: list[tuple[int, list[str]]]) -> None:
    """A reference is listed on a day exactly if the text that stands on it has it."""
    with memory() as catalogue:
        for day, (code, bases) in enumerate(history, 1):
            text = Procedure(
                code=f"1.{code:06d}", name=f"Tên {day}", legal_bases=tuple(bases) or None
            )
            catalogue.record(text, actor="a", on=date(2026, 9, day))
        for day in range(1, len(history) + 1):
            then = catalogue.at(effective=date(2026, 9, day))
            for number in NUMBERS:
                right = {
                    text.subject
                    for text in then.procedures()
                    if any(ref.document.number == number for ref in references(text))
                }
                assert {each.subject for each in then.citing(number)} == right
        assert catalogue.verify().ok


def test_every_kind_keeps_its_references_in_one_table() -> None:
    """Whatever field of a document is a reference, its kind tells of it; each role has a label."""
    told = {
        Procedure: Procedure(
            code="1.000894", name="x", decision=LAW, legal_bases=[LAW], assessment=[LAW],
            opinion=[LAW],
        ),
        LegalDocument: LegalDocument(number="1/CP", amends=[LAW], replaces=[LAW], repeals=[LAW]),
        Programme: Programme(id="p", name="x", document=LAW),
        Plan: Plan(programme="p", id="q", name="x", document=LAW, amends=[LAW]),
        Item: Item(programme="p", subject_kind="task", about="x", amends=[LAW]),
        Agency: Agency.parse({
            "id": "a", "names": ["A"],
            "succession": [{"kind": "renamed", "on": "2026-01-01", "to": ["b"], "basis": LAW}],
        }),
        Observation: Observation.parse({
            "indicator": "ty-le", "value": 1, "unit": "%", "as_of": "2024-01-01", "source": LAW,
        }),
        Inspection: Inspection.parse({
            "id": "a", "agency": "A", "inspected_on": "2024-01-01", "document": LAW,
        }),
    }  # fmt: skip
    assert {*told, Feedback, Sender} == set(KINDS.values())  # what people write refers to nothing
    for document in told.values():
        found = references(document)
        assert len(found) == str(document.plain()).count(f"'raw': '{LAW}'")
        assert {each.role for each in found} <= set(ROLES)


@pytest.mark.parametrize("number", ["", "   ", "\0", 5, None])
def test_what_is_no_reference_is_an_error(catalogue: Catalogue, number: object) -> None:
    """Nothing, or what is no text, is refused; what nobody refers to has no citations."""
    for asking in (catalogue.citing, catalogue.numbered):
        with pytest.raises(InvalidDocumentError, match=r"number: .*: write the number"):
            asking(number)  # type: ignore[arg-type]  # what callers may give
    assert catalogue.citing("1/2000/QH10") == ()


def test_what_is_known_of_a_number_to_which_nothing_refers(catalogue: Catalogue) -> None:
    """Whether it is whole and recorded; numbers that begin so, documents that are named so."""
    record(
        catalogue,
        LegalDocument(number="60/2014/QH13", name="Luật Hộ tịch"),
        LegalDocument(number="61/2014/QH13", name="Luật Hàng không"),
        Procedure(code="1.000894", name="Tên", legal_bases=["123/2015/NĐ-CP"]),
        Procedure(code="1.000895", name="Tên", legal_bases=["124/2015/NĐ-CP"]),
        Procedure(code="1.000895", name="Tên", legal_bases=["125/2015/NĐ-CP"]),
    )
    for asked, whole, recorded, like in (
        ("60/2014/QH13", True, ("60/2014/QH13@2014",), ()),
        ("1/1900/QH1", True, (), ()),
        ("123/2015", False, (), ("123/2015/ND-CP",)),
        ("124/2015", False, (), ()),
        ("60/2014", False, (), ("60/2014/QH13",)),
        ("Luật Hộ tịch", False, (), ("60/2014/QH13",)),
        ("xx", False, (), ()),
    ):
        known = catalogue.numbered(asked)
        assert known.like[: len(like)] == like, asked
        assert (known.whole, known.recorded) == (whole, recorded), asked
    assert catalogue.numbered("124/2015").like == ()


def test_noughts_before_a_number_say_nothing() -> None:
    """02/2020/TT-BTP and 2/2020/TT-BTP are one circular, whoever writes which."""
    with memory() as catalogue:
        for code, written in (("1.000001", "02/2020/TT-BTP"), ("1.000002", "2/2020/TT-BTP")):
            text = {"code": code, "name": "Tên", "legal_bases": [{"document": written}]}
            catalogue.record(Procedure.parse(text), actor="btp", on=date(2026, 1, 5))
        for asked in ("2/2020/TT-BTP", "02/2020/TT-BTP", "002/2020/tt-btp"):
            assert {each.code for each in catalogue.citing(asked)} == {"1.000001", "1.000002"}
        assert not catalogue.numbered("2/2020/TT").whole
