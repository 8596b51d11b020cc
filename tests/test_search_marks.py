"""Laws of quotes, the leading minus, words half typed, two capitals, words of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import indexed

from proccat import Catalogue, Procedure
from proccat.errors import LoadError
from proccat.search.bitmaps import iter_ords
from proccat.search.index import Index, IndexEntry
from proccat.search.phrases import read
from proccat.search.snippets import snippet
from proccat.search.synonyms import shipped
from proccat.text import fold

NAMES = (
    "Đăng ký kết hôn",
    "Thủ tục đăng ký kết hôn lưu động",
    "Đăng ký lại kết hôn",
    "Xác nhận hôn nhân, kết quả đăng ký",
    "Cấp giấy phép lái xe",
    "Đổi giấy phép lái tàu",
    "Cấp phép bến thủy tại thành phố - tỉnh",
    "Chính sách theo Nghị quyết 65-2020 của hội đồng",
    "Giải quyết chế độ bảo hiểm y tế",
    "Cấp thẻ bảo hiểm y tế",
    "Hòa giải ở cơ sở",
    "Hoạt động kỳ hôn",
)


def built(names: Iterable[str], fields: tuple[str, ...] = ()) -> Index:
    return indexed(
        IndexEntry(
            number,
            f"1.{number:06d}",
            name,
            fields[number % len(fields)] if fields else None,
            (),
            (),
            "",
        )
        for number, name in enumerate(names)
    )


INDEX = built(NAMES)


def found(query: str, index: Index = INDEX) -> list[str]:
    return [NAMES[number] for number, _ in index.search(query, limit=100).hits]


@pytest.mark.parametrize("quotes", ["“{}”", '"{}"', "«{}»"])
def test_words_in_quotes_stand_side_by_side(quotes: str) -> None:
    """A phrase is held by names with these words in a row, in any of three kinds of quotes."""
    assert found(quotes.format("đăng ký kết hôn")) == [NAMES[0], NAMES[1]]
    assert found(quotes.format("dang ky ket hon")) == [NAMES[0], NAMES[1]]
    assert found(f"hôn {quotes.format('đăng ký')}") == [NAMES[0], NAMES[2], NAMES[1], NAMES[3]]


def test_tones_typed_in_quotes_count() -> None:
    """A phrase typed with tones is not held by words with others; typed without, by any."""
    assert found('"ký hôn"') == []
    assert found('"kỳ hôn"') == found('"ky hon"') == [NAMES[11]]
    assert found('"hoà giải"') == [NAMES[10]]


def test_a_name_may_be_quoted_with_its_lead() -> None:
    """A leading "thủ tục", which the index drops from names, may stand in a phrase."""
    assert set(found('"thủ tục đăng ký kết hôn"')) == {NAMES[0], NAMES[1]}
    assert found('"thủ tục kết hôn"') == []


def test_a_phrase_of_a_field_counts() -> None:
    """Words side by side in the field hold a phrase; half in the name and half in it do not."""
    index = built(["Đăng ký hộ", "Tịch thu"], fields=("Hộ tịch",))
    assert index.search('"hộ tịch"').total == 2
    assert index.search('"ký hộ tịch"').total == 0


@pytest.mark.parametrize("query", ['"kết hôn', "kết hôn“", "« kết hôn", '"kết hôn»', "kết ” hôn"])
def test_a_quote_without_its_end_is_text(query: str) -> None:
    """An unbalanced quote changes nothing."""
    assert read(query).phrases == ()
    assert found(query) == found("kết hôn")


def test_quotes_in_a_question_only_quote() -> None:
    """Of a whole question quotes are quotation: nothing is left out for them."""
    assert read('Làm thế nào để được cấp "giấy phép lái xe hạng A"?').phrases == ()
    assert read('cấp "giấy phép lái xe"').phrases != ()


def test_a_minus_before_a_word_leaves_out_what_holds_it() -> None:
    """A word or a phrase behind a minus stands in no hit."""
    assert found("kết hôn -lại") == [NAMES[0], NAMES[1], NAMES[3]]
    assert found('kết hôn -"đăng ký kết"') == [NAMES[2], NAMES[3]]
    assert found("giấy phép -xe") == [NAMES[5]]
    assert found("-1.000004 giấy phép") == [NAMES[5]]


@pytest.mark.parametrize("minus", "-\u2010\u2011\u2012\u2013\u2212")
def test_a_minus_is_a_minus_however_it_is_typed(minus: str) -> None:
    """Word and phones write another dash for it; right behind a closing quote it counts as well."""
    assert found(f"kết hôn {minus}lại") == found("kết hôn -lại")
    assert found(f'kết hôn {minus}"đăng ký kết"') == [NAMES[2], NAMES[3]]
    for quoted in ('"kết hôn"', "“kết hôn”", "«kết hôn»"):
        assert found(f"{quoted}{minus}lại") == [NAMES[0], NAMES[1]]
    assert found(f'"kết hôn"{minus}"lưu động"') == [NAMES[0], NAMES[2]]
    for text in (f"thành phố {minus} tỉnh", f"65{minus}2020", f'"kết hôn{minus}lại'):
        assert read(text).without == ()


def test_an_em_dash_is_text() -> None:
    """It separates and leaves nothing out."""
    assert read("kết hôn \u2014lại").without == ()


@pytest.mark.parametrize("query", ["65-2020", "thành phố - tỉnh", "thành phố -- tỉnh", "-", "- -"])
def test_a_minus_inside_or_alone_is_text(query: str) -> None:
    """Only before a word, after a blank or at the start, does a minus leave anything out."""
    assert read(query).without == ()


def test_exclusions_alone_list_the_rest() -> None:
    """A query of nothing but exclusions gives everything else, in order."""
    assert found("-đăng -phép") == [NAMES[number] for number in (7, 8, 9, 10, 11)]


def test_a_phrase_has_at_most_64_words_together() -> None:
    """Marks with more words than a query may have bind no longer."""
    assert len(read(" ".join(f'"từ{i}"' for i in range(100))).phrases) == 64


WORDS = st.sampled_from(["đăng", "ký", "kết", "hôn", "lại", "giấy", "phép", "xe", "dang", "ket"])
RUNS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
CATALOGUES = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), max_size=25)


@given(CATALOGUES, RUNS, RUNS, st.booleans())
def test_an_exclusion_never_adds_a_hit(
    names: list[str], query: str, excluded: str, quoted: bool
) -> None:
    """The hits with an exclusion are those without, less what holds it, in the same order."""
    index = built(names)
    words = excluded if quoted else excluded.split()[0]
    mark = f'-"{words}"' if quoted else f"-{words}"
    free = index.search(query, limit=50)
    left = index.search(f"{query} {mark}", limit=50)
    kept = [hit for hit in free.hits if not holds(names[hit[0]], words)]
    assert list(left.hits) == kept
    counted = {number for number in iter_ords(free.matched) if not holds(names[number], words)}
    assert set(iter_ords(left.matched)) == (counted or {number for number, _ in kept})


@given(CATALOGUES, RUNS)
def test_a_phrase_is_what_a_naive_reader_finds(names: list[str], phrase: str) -> None:
    """Exactly the names with the words in a row are hits, tones counting where they are typed."""
    found = built(names).search(f'"{phrase}"', limit=50)
    right = {number for number, name in enumerate(names) if holds(name, phrase)}
    assert {number for number, _ in found.hits} == right == set(iter_ords(found.matched))


def holds(name: str, words: str) -> bool:
    """A naive reader: the words in a row, with their tones if any is typed."""
    if words.isascii():
        name = fold(name)
    return f" {words} " in f" {name.replace('ký', 'kí')} ".replace("kí", "ký")


@given(CATALOGUES, RUNS, st.integers(1, 4))
def test_a_half_typed_word_finds_what_begins_so(names: list[str], query: str, size: int) -> None:
    """Where nothing knows the last word as it stands, names with a word that begins so are held."""
    index = built(names)
    *others, last = fold(query).split()
    half = last[:size]
    if len(half) < 2 or any(half in fold(name).split() for name in names):
        return
    ranking = index.search(" ".join([*others, half]))
    right = {
        number
        for number, name in enumerate(names)
        if set(others) <= {*fold(name).split()}
        and any(word.startswith(half) for word in fold(name).split())
    }
    if right:
        assert set(iter_ords(ranking.matched)) == right


def test_a_blank_ends_a_word() -> None:
    """Half a word goes on, unless a blank follows; a whole word is taken for no beginning."""
    assert found("giấy phép lá")[:2] == [NAMES[4], NAMES[5]]
    assert INDEX.search("giấy phép lá").total == 2
    assert not any(word.begun for word in INDEX.search("giấy phép lá ").asked.words)
    assert not any(word.begun for word in INDEX.search("giấy phép").asked.words)


def test_exact_words_come_before_what_begins_so() -> None:
    """Of two names alike, the one with the very word that was typed leads."""
    index = built(["Phép khai hoa", "Phép khai ho"])
    assert next(iter(index.search("phép ho").hits))[0] == 1


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ket ho", "Đăng ký [kết hôn]"),
        ('"kết hôn"', "Đăng ký [kết hôn]"),
        ("ket hon -lai", "Đăng ký [kết hôn]"),
        ("dang ky ket h", "[Đăng ký kết hôn]"),
    ],
)
def test_snippets_mark_the_original_words(query: str, shown: str) -> None:
    """Untoned words, phrases and beginnings are marked in the text as it stands."""
    assert snippet("Đăng ký kết hôn", INDEX.search(query).asked.marked) == shown


@pytest.mark.parametrize(
    ("query", "first"),
    [("thẻ BH y tế", NAMES[9]), ("GP lái xe", NAMES[4]), ("BH", NAMES[9])],
)
def test_two_capitals_are_looked_up_in_the_names(query: str, first: str) -> None:
    """Two capitals stand for the pair of words with these initials that names know best."""
    assert found(query)[0] == first


@pytest.mark.parametrize("query", ["thẻ bh y tế", "THẺ BH Y TẾ", "BH2", "X-BH"])
def test_what_is_no_pair_of_capitals_is_no_abbreviation(query: str) -> None:
    """In small letters, among capitals alone, or inside a sign, two letters mean themselves."""
    assert INDEX.search(query).asked.capitals == frozenset()


def test_users_add_everyday_words(tmp_path: Path) -> None:
    """A file of one's own is added to the words that are shipped, and wins over them."""
    file = tmp_path / "words.tsv"
    file.write_text("# mine\n\nrước dâu\tkết hôn\nbằng lái\tgiấy phép lái tàu\n", "utf-8")
    known = shipped().with_file(file)
    assert known.toned[("bằng", "lái")] == ("giấy", "phép", "lái", "tàu")
    assert len(known.toned) == len(shipped().toned) + 1
    with Catalogue.open(":memory:", synonyms=file) as catalogue:
        catalogue.record(Procedure(code="1.000894", name="Đăng ký kết hôn"), actor="a")
        assert [hit.code for hit in catalogue.search("rước dâu").hits] == ["1.000894"]
        assert [hit.code for hit in catalogue.at().search("ruoc dau").hits] == ["1.000894"]


def test_a_phrase_stands_once_in_a_file_of_words(tmp_path: Path) -> None:
    """A phrase said twice is an error that names both lines, though written otherwise."""
    file = tmp_path / "words.tsv"
    file.write_text("rước dâu\tkết hôn\n# b\nRước  dâu\tkết\n", "utf-8")
    with pytest.raises(LoadError, match=r"words\.tsv:3: line 1 says the same phrase"):
        shipped().with_file(file)


@pytest.mark.parametrize("content", [b"a b c\n", b"a\t\n", b"\ta\n", b"a\tb\tc\n", b"\xff\xfe\xff"])
def test_a_bad_file_of_words_says_where(tmp_path: Path, content: bytes) -> None:
    """A line that is none is named; what is no text, or absent, is an error as well."""
    file = tmp_path / "words.tsv"
    file.write_bytes(content)
    with pytest.raises(LoadError, match=r"words\.tsv"):
        Catalogue.open(":memory:", synonyms=file)
    with pytest.raises(LoadError, match="cannot be read"):
        Catalogue.open(":memory:", synonyms=tmp_path / "absent.tsv")


@pytest.mark.parametrize("word", ["axít", "cácbon", "Êđê", "bôxít"])
def test_a_word_that_names_write_whole_is_left_whole(word: str) -> None:
    """A blank is put into what no text writes so; a word of a name finds it, marks or none."""
    index = built(["Đăng ký kết hôn", f"Cấp phép sản xuất {word}"])
    for query in (word, fold(word), f'"{word}"', f"sản xuất {word}"):
        assert index.search(query).hits[0][0] == 1, query
    assert {number for number, _ in index.search(f"-{word}").hits} == {0}
    assert index.search("đăngký").hits[0][0] == 0


def test_a_file_of_words_in_another_encoding_is_told_what_to_do(tmp_path: Path) -> None:
    """Excel's "Unicode text" is UTF-16: the error names the file and the encoding to save it in."""
    file = tmp_path / "words.tsv"
    file.write_text("rước dâu\tkết hôn\n", "utf-16")
    with pytest.raises(LoadError, match=r"words\.tsv: is no UTF-8 text; save it as UTF-8"):
        Catalogue.open(":memory:", synonyms=file)


@pytest.mark.parametrize("typed", ["1.00000", "100000", "1.000"])
def test_a_code_half_typed_finds_those_that_begin_so(typed: str) -> None:
    """A code that stands by itself goes on, unless there is one like it; a short number not."""
    index = built(["Đăng ký kết hôn", "Khai sinh", "Cấp giấy phép"])
    assert {number for number, _ in index.search(typed).hits} == {0, 1, 2}
    assert {number for number, _ in index.search("1.000001").hits} == {1}
    assert not index.search("1").hits
    assert not index.search("100001 x").hits


def test_a_single_letter_goes_on_beside_a_word() -> None:
    """*khai s* is on its way to *khai sinh*, though some name holds the letter by itself."""
    index = built(["Đăng ký khai tử", "Đăng ký khai sinh", "Xe hạng S", "Cấp giấy phép lái xe"])
    assert index.search("đăng ký khai s").hits[0][0] == 1
    assert {number for number, _ in index.search("khai s").hits} == {1}
    assert {number for number, _ in index.search("hạng S").hits} == {2}


@pytest.mark.parametrize("code", ["1.000001.000.00.00.H12", "1.000001.H12"])
def test_the_code_of_a_unit_finds_its_base(code: str) -> None:
    """Where nobody recorded the unit's own procedure, the one it is based on is found."""
    index = built(["Đăng ký kết hôn", "Khai sinh"])
    assert [number for number, _ in index.search(code).hits] == [1]
