"""Laws of the search index over real SQLite tables."""

from __future__ import annotations

import sqlite3
import unicodedata

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import indexed, postings_connection

from proccat.errors import CatalogueFormatError
from proccat.search import terms
from proccat.search.bitmaps import SEGMENT, from_ords, iter_ords
from proccat.search.index import Index, IndexEntry
from proccat.storage import postings
from proccat.storage.sql import Sql
from proccat.text import fold

NAMES = (
    ("1.000894", "Thủ tục đăng ký kết hôn", "Hộ tịch"),
    ("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch"),
    ("2.000748", "Thay đổi, cải chính, bổ sung thông tin hộ tịch", "Hộ tịch"),
    ("1.002835", "Cấp mới giấy phép lái xe", "Đường bộ"),
    ("1.002804", "Đổi giấy phép lái xe do ngành Giao thông vận tải cấp", "Đường bộ"),
    ("1.003003", "Đăng ký quyền sử dụng đất theo 68/2020/QH14", "Đất đai"),
    ("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch"),
    ("1.005000", "Đang kỳ kết hợn", None),
    ("1.005001", "Khai thuế giá trị gia tăng", "Thuế"),
)


def entry(number: int, code: str, name: str, field: str | None = None) -> IndexEntry:
    level = ("province", "commune")[number % 2]
    return IndexEntry(number, code, name, field, ("Bộ Tư pháp",), (level,), "")


ENTRIES = tuple(entry(i, *row) for i, row in enumerate(NAMES))
CODES = [row[0] for row in NAMES]

HOSTILE = (
    '"', '""', "NEAR(", "name:x", "^kết*", "a AND OR NOT", "\0", "kết\0hôn", "🙂🙂", "%_\\",
    "'; DROP TABLE postings;--", "\ud800", "kết \ud800", "f:ket", "=field:Hộ tịch", "*", "-", "1.",
    "./-/.", "hôn " * 10_000, " ".join(f"từ{i}" for i in range(10_000)), "ạ" * 40_000,
    "1/" * 5_000, "TNHHTNHHTNHH " * 100,
)  # fmt: skip


def rows(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return [
        *connection.execute("SELECT term, seg, bits FROM postings ORDER BY 1, 2"),
        *connection.execute("SELECT ord, name, field FROM docs ORDER BY 1"),
    ]


@pytest.fixture(scope="module")
def index() -> Index:
    return indexed(ENTRIES)


def found(index: Index, query: str) -> list[str]:
    return [CODES[number] for number, _ in index.search(query).hits]


@pytest.mark.parametrize(
    "query",
    [
        "dang ky ket hon",
        "Đăng ký kết hôn",
        "ĐĂNG KÝ KẾT HÔN",
        unicodedata.normalize("NFD", "đăng ký kết hôn"),
        "ket hon",
        "thủ tục đăng ký kết hôn",
        "đăng kí kết hôn",
        "Làm thế nào để đăng ký kết hôn, cần giấy tờ gì?",
        "lam the nao de dang ky ket hon, can giay to gi?",
        "1.000894",
        "1000894",
    ],
)
def test_a_procedure_is_found_first_however_it_is_typed(index: Index, query: str) -> None:
    """Tones, case, composition, spelling, a question round it, its code: all lead to it."""
    assert found(index, query)[0] == "1.000894"


def test_exact_tones_lead(index: Index) -> None:
    """A toned query ranks the name with its tones before one that only folds alike."""
    assert found(index, "Đang kỳ kết hợn")[:2] == ["1.005000", "1.000894"]
    assert found(index, "Đăng ký kết hôn")[:2] == ["1.000894", "1.005000"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("GPLX", "1.002835"),
        ("cấp gplx", "1.002835"),
        ("QSDĐ", "1.003003"),
        ("thuế GTGT", "1.005001"),
    ],
)
def test_abbreviations_are_learnt_from_names(index: Index, query: str, code: str) -> None:
    """An abbreviation finds the name whose words have its letters as initials."""
    assert found(index, query)[0] == code


@pytest.mark.parametrize("query", ["68/2020/QH14", "68/2020/qh14", "đất 68/2020/QH14"])
def test_a_document_number_is_found_as_a_whole(index: Index, query: str) -> None:
    """A number with strokes is one word of the query, and only its bearer matches."""
    ranking = index.search(query)
    assert [CODES[number] for number, _ in ranking.hits] == ["1.003003"]


def test_keywords_match_all_words_if_any_document_does(index: Index) -> None:
    """The total counts documents with all the words, else with any of them."""
    assert index.search("giấy phép lái xe").total == 2
    assert index.search("giấy zzzz").total == 3
    assert index.search("zzzz").total == 0


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.filterwarnings("error")
def test_hostile_queries_are_only_words(index: Index, query: str) -> None:
    """Whatever is typed gives a ranking; nothing of it is syntax."""
    ranking = index.search(query, limit=5)
    assert len(ranking.hits) <= 5
    assert index.search("kết hôn").total > 0


@given(st.text(max_size=60))
def test_any_text_is_a_query(text: str) -> None:
    """No text raises, and each hit is a document of the index."""
    for number, points in SHARED.search(text).hits:
        assert 0 <= number < len(ENTRIES)
        assert points >= 0


@pytest.mark.parametrize("query", ["", "   ", "?!…", "🙂"])
def test_a_query_without_words_lists_everything_in_order(index: Index, query: str) -> None:
    """No words: live documents by number, so that filters work alone."""
    assert index.search(query, limit=100).hits == tuple((e.ord, 0.0) for e in ENTRIES)
    ranking = index.search(query, filters={"field": ("thue",)}, live=from_ords([1, 8]))
    assert ranking.hits == ((8, 0.0),)


QUERIES = st.lists(
    st.sampled_from(
        [
            "đăng",
            "ký",
            "ket",
            "hon",
            "giấy",
            "phép",
            "lái",
            "xe",
            "hộ",
            "tịch",
            "cấp",
            "gplx",
            "thủ",
            "tục",
            "là",
            "gì",
            "1.000894",
        ]
    ),
    min_size=0,
    max_size=6,
).map(" ".join)


def entries_of(names: list[list[str]]) -> tuple[IndexEntry, ...]:
    return tuple(
        entry(i, f"1.{i:06d}", " ".join(words), NAMES[i % 9][2]) for i, words in enumerate(names)
    )


CATALOGUES = st.lists(
    st.lists(
        st.sampled_from(
            [
                "đăng",
                "đang",
                "ký",
                "kỳ",
                "kết",
                "hôn",
                "hộ",
                "tịch",
                "cấp",
                "giấy",
                "phép",
                "lái",
                "xe",
                "gplx",
            ]
        ),
        min_size=1,
        max_size=8,
    ),
    max_size=40,
).map(entries_of)


@given(CATALOGUES, QUERIES, st.sampled_from(["ho tich", "Đất đai", "Thuế", "none"]))
@settings(deadline=None)
def test_a_filter_never_adds_a_hit(entries: tuple[IndexEntry, ...], query: str, field: str) -> None:
    """Filtered hits are the unfiltered ones that have the value, in the same order.

    What is counted is what holds all the words, if the filter leaves any; else all hits.
    """
    index = indexed(entries)
    free = index.search(query, limit=100)
    having = {e.ord for e in entries if e.field and fold(e.field) == fold(field)}
    kept = index.search(query, limit=100, filters={"field": (field,)})
    found = [number for number, _ in kept.hits]
    assert set(found) == {number for number, _ in free.hits} & having
    if query and free.asked.is_keywords:
        assert found == [number for number, _ in free.hits if number in having]
    assert set(iter_ords(kept.matched)) == (set(iter_ords(free.matched)) & having or set(found))


@given(CATALOGUES, QUERIES, st.integers(1, 7))
@settings(deadline=None)
def test_pages_join_without_gap_or_repeat(
    entries: tuple[IndexEntry, ...], query: str, size: int
) -> None:
    """Reading page by page gives the hits of one long page."""
    index = indexed(entries)
    whole = index.search(query, limit=100).hits
    pages = [index.search(query, limit=size, offset=at).hits for at in range(0, 48, size)]
    assert tuple(hit for page in pages for hit in page) == whole
    assert list(whole) == sorted(whole, key=lambda hit: (-hit[1], hit[0]))
    assert len(set(whole)) == len(whole)


@given(CATALOGUES, st.integers(1, 5))
@settings(deadline=None)
def test_one_batch_equals_one_at_a_time(entries: tuple[IndexEntry, ...], step: int) -> None:
    """The stored rows do not depend on how the entries were cut into batches, nor on repeats."""
    together, apart = postings_connection(), postings_connection()
    Index(postings.SqlitePostings(Sql(together, "index"))).add(entries)
    index = Index(postings.SqlitePostings(Sql(apart, "index")))
    for at in range(0, len(entries), step):
        index.add(entries[at : at + step])
    index.add(entries[:3])
    assert rows(together) == rows(apart)


def test_memory_bounds_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushing often, or over two segments, stores the same rows."""
    entries = [attrs.evolve(e, ord=e.ord + SEGMENT - 4) for e in ENTRIES]
    plain, flushed = postings_connection(), postings_connection()
    Index(postings.SqlitePostings(Sql(plain, "index"))).add(entries)
    monkeypatch.setattr("proccat.search.index._CHUNK", 10)
    Index(postings.SqlitePostings(Sql(flushed, "index"))).add(entries)
    assert rows(plain) == rows(flushed)
    assert {row[1] for row in plain.execute("SELECT term, seg FROM postings")} == {0, 1}


def test_dead_editions_change_nothing() -> None:
    """With `live`, hits, scores and counts are those of an index of the live ones alone."""
    old = [attrs.evolve(e, ord=e.ord + 20, name=e.name + " kết hôn") for e in ENTRIES]
    both, alone = indexed([*ENTRIES, *old]), indexed(ENTRIES)
    for query in ("kết hôn", "GPLX", "", "cấp giấy gì?"):
        dead = both.search(query, live=from_ords(e.ord for e in ENTRIES))
        assert dead.hits == alone.search(query).hits
        assert dead.matched == alone.search(query).matched


def test_facets_count_the_matches(index: Index) -> None:
    """Counts by value are those of the matches, most first; spellings that fold alike are one."""
    ranking = index.search("cap giay")
    assert ranking.facets("field") == (("Đường bộ", 2), ("Hộ tịch", 1))
    assert ranking.facets("level") == (("commune", 1), ("province", 2))[::-1]
    twice = indexed([*ENTRIES, attrs.evolve(ENTRIES[0], ord=30, field="hộ  TỊCH")])
    assert twice.search("").facets("field")[0] == ("Hộ tịch", 5)


def test_a_value_is_shown_as_most_of_the_live_documents_write_it() -> None:
    """What later or dead texts write changes no label of a day on which they do not stand."""
    dead = [attrs.evolve(ENTRIES[0], ord=n, field="hộ  TỊCH") for n in range(30, 40)]
    index = indexed([*ENTRIES, *dead])
    ranking = index.search("", live=from_ords(e.ord for e in ENTRIES))
    assert ranking.facets("field")[0] == ("Hộ tịch", 4)
    assert index.search("").facets("field")[0] == ("hộ TỊCH", 14)


def test_known_values_are_as_written(index: Index) -> None:
    """The caller can say which values there are; names of filters come from a fixed list."""
    assert {value.written for value in index.known("field").values()} == {
        "Hộ tịch",
        "Đường bộ",
        "Đất đai",
        "Thuế",
    }
    with pytest.raises(ValueError, match="field, agency, level"):
        index.known("name")
    with pytest.raises(ValueError, match="field, agency, level"):
        index.search("x", filters={"status": ("public",)})


def test_values_of_one_filter_are_alternatives_and_filters_add_up(index: Index) -> None:
    """Two fields give either; a field and a level give both; an unknown value gives nothing."""
    either = index.search("", filters={"field": ("thue", "dat dai")})
    assert [n for n, _ in either.hits] == [5, 8]
    both = index.search("", filters={"field": ("thue", "dat dai"), "level": ("commune",)})
    assert [n for n, _ in both.hits] == [5]
    assert index.search("", filters={"agency": ("Bộ Không Có",)}).total == 0


@pytest.mark.parametrize(
    ("query", "wrong"), [("thuế đất", "thuê"), ("thuê đất", "thuế"), ("dược", "được")]
)
def test_tones_that_were_typed_lead(query: str, wrong: str) -> None:
    """Of a few keywords the same tones go before other ones, alone and side by side."""
    names = (
        "Khai tiền thuê đất", "Miễn tiền thuê đất cho dự án", "Khai thuế sử dụng đất nông nghiệp",
        "Miễn thuế đất cho người nghèo", "Thủ tục được miễn thi", "Cấp giấy phép bán lẻ dược liệu",
        *(f"Thủ tục số {number} của sở" for number in range(90)),
    )  # fmt: skip
    index = indexed(entry(n, f"1.{n:06d}", name) for n, name in enumerate(names))
    found = [wrong in names[number] for number, _ in index.search(query).hits]
    assert found == sorted(found)
    assert set(found) == {True, False}


def test_the_body_is_found_after_names() -> None:
    """A word of the body finds a document, behind those that bear it in their names."""
    described = attrs.evolve(ENTRIES[3], ord=50, name="Việc khác", body="Giấy đăng ký kết hôn")
    index = indexed([described, *ENTRIES])
    hits = [number for number, _ in index.search("kết hôn").hits]
    assert 50 in hits
    assert hits[0] == 0


def test_limits_start_at_nought(index: Index) -> None:
    """Limit 0 gives counts alone; negative numbers are refused."""
    assert index.search("kết hôn", limit=0).hits == ()
    assert index.search("kết hôn", limit=0).total == index.search("kết hôn").total
    for wrong in ({"limit": -1}, {"offset": -1}):
        with pytest.raises(ValueError, match="start at 0"):
            index.search("kết hôn", **wrong)  # type: ignore[arg-type]  # one keyword of two


DAMAGES = (
    "DELETE FROM postings WHERE term = 'f:ket'",
    "UPDATE postings SET bits = x'0100' WHERE term = 'p:ket hon'",
    "INSERT INTO postings (term, seg, bits) VALUES ('f:zzz', 0, x'0000')",
    "INSERT INTO postings (term, seg, bits) VALUES ('f:zzz', 7, x'0000')",
    "DELETE FROM docs WHERE ord = 3",
    "UPDATE docs SET name = 'khác' WHERE ord = 3",
    "INSERT INTO docs (ord, name, field) VALUES (99999, 'a', 'b')",
    "UPDATE postings SET bits = x'00' WHERE term = 'f:ket'",
    "UPDATE postings SET bits = x'ffff' WHERE term = 'f:ket'",
    "INSERT INTO postings (term, seg, bits) VALUES ('', 0, x'0000')",
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_check_names_each_difference(damage: str) -> None:
    """A whole index has no message; each damage to a row has one."""
    connection = postings_connection()
    index = Index(postings.SqlitePostings(Sql(connection, "index")))
    index.add(ENTRIES)
    assert list(index.check(ENTRIES)) == []
    connection.execute(damage)
    assert len(list(index.check(ENTRIES))) == 1


@pytest.mark.parametrize(
    "damage", ["DELETE FROM docs", "DELETE FROM docs WHERE ord = 0", "UPDATE postings SET seg = 99"]
)
@pytest.mark.parametrize("query", ["Làm thế nào để đăng ký kết hôn ở nhà?", '"đăng ký kết hôn"'])
def test_a_search_that_meets_damage_says_so(damage: str, query: str) -> None:
    """Where what must be there is missing, the error says what mends it."""
    connection = postings_connection()
    index = Index(postings.SqlitePostings(Sql(connection, "index")))
    index.add(ENTRIES)
    connection.execute(damage)
    with pytest.raises(CatalogueFormatError, match=r"damaged; rebuild\(\) mends it"):
        index.search(query)


def test_clear_leaves_nothing() -> None:
    """A cleared index finds nothing and equals a new one."""
    connection = postings_connection()
    index = Index(postings.SqlitePostings(Sql(connection, "index")))
    index.add(ENTRIES)
    index.search("kết hôn")
    index.clear()
    assert index.search("kết hôn").total == 0
    assert rows(connection) == []


def test_a_rollback_leaves_nothing_in_memory() -> None:
    """What was searched inside a transaction that was rolled back is not remembered."""
    connection = postings_connection()
    index = Index(postings.SqlitePostings(Sql(connection, "index")))
    connection.execute("BEGIN IMMEDIATE")
    index.add(ENTRIES)
    assert index.search("kết hôn").total > 0
    connection.execute("ROLLBACK")
    assert index.search("kết hôn").total == 0


def test_another_connection_is_noticed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A search sees what another connection has committed since the last one."""
    path = tmp_path_factory.mktemp("shared") / "index.db"
    writer = sqlite3.connect(path, isolation_level=None)
    for statement in postings.DDL:
        writer.execute(statement)
    reader = sqlite3.connect(path, isolation_level=None)
    reading = Index(postings.SqlitePostings(Sql(reader, "index")))
    assert reading.search("kết hôn").total == 0
    writer.execute("BEGIN IMMEDIATE")
    Index(postings.SqlitePostings(Sql(writer, "index"))).add(ENTRIES)
    writer.execute("COMMIT")
    assert reading.search("kết hôn").total > 0
    reader.close()
    writer.close()


def test_segments_are_of_one_size_on_both_sides() -> None:
    """Storage and search count documents in the same segments."""
    assert postings.SEGMENT == SEGMENT


def test_a_value_term_keeps_the_value_as_written() -> None:
    """Only blanks and composition are made one in a stored filter value."""
    written = unicodedata.normalize("NFD", "Hộ\u00a0 tịch")
    assert terms.value_term("field", written) == "=field:Hộ tịch"


SHARED = indexed(ENTRIES)
