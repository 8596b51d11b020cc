"""Laws of what words say: tones, abbreviations both ways, everyday words, names before fields."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import indexed

from proccat.search.bitmaps import iter_ords
from proccat.search.explaining import explain
from proccat.search.index import Index, IndexEntry
from proccat.search.phrases import read
from proccat.search.query import parse
from proccat.search.synonyms import Synonyms
from proccat.search.weights import SEVERAL
from proccat.text import fold


def built(*names: str | tuple[str, str]) -> Index:
    """An index of names, some with a field."""
    both = [(name, None) if isinstance(name, str) else name for name in names]
    return indexed(
        IndexEntry(number, f"1.{number:06d}", name, field, (), (), "")
        for number, (name, field) in enumerate(both)
    )


def found(index: Index, query: str) -> list[int]:
    """The numbers of all hits, best first."""
    return [number for number, _ in index.search(query, limit=1000).hits]


def counted(index: Index, query: str) -> set[int]:
    """The numbers of the hits that count."""
    return set(iter_ords(index.search(query, limit=0).matched))


ATTP = built(
    "Cấp giấy chứng nhận ATTP cho cơ sở sản xuất",
    "Kiểm tra an toàn thực phẩm",
    "Cấp lại chứng nhận an toàn thực phẩm",
    "Xác nhận kiến thức an toàn thực phẩm",
    "Cấp giấy chứng nhận hàng hóa",
)


@pytest.mark.parametrize("typed", ["chứng nhận an toàn thực phẩm", "chung nhan an toan thuc pham"])
def test_what_is_spelled_out_finds_names_that_abbreviate_it(typed: str) -> None:
    """A name that writes ATTP holds *an toàn thực phẩm*, as one that spells it out."""
    assert counted(ATTP, typed) == {0, 2}
    assert set(found(ATTP, "chứng nhận ATTP")[:2]) == {0, 2}
    (word,) = (each for each in ATTP.search(typed).asked.words if each.abbreviates)
    assert word.folded == "attp"
    assert word.spelt == ("an", "toan", "thuc", "pham")


def test_an_abbreviation_of_other_words_says_nothing() -> None:
    """Initials that names use for something else hold none of what was typed."""
    names = ("An toàn thực phẩm", "An toàn thực phẩm chợ", "Áo tơi thâm phai")
    index = built("Thẩm định ATTP", *names)
    assert counted(index, "áo tơi thâm phai") == {3}


@pytest.mark.parametrize("letters", ["honn", "kêt", "cấpp", "giấyy", "lái"])
def test_a_slip_is_no_abbreviation(letters: str) -> None:
    """A syllable with a letter hit twice, or with a tone, is asked for as it stands."""
    index = built("Hộ nông nghiệp nhỏ", "Kinh tế", "Các án phí phụ", "Giải ấn yên yên", "Lập án in")
    assert not any(word.abbreviates for word in index.search(letters).asked.words)


TONES = built("Đăng ký khai tử", "Đăng ký khai tự", "Giấy tờ khai từ", "Khai giấy tử tuất")


def test_typed_tones_decide_which_names_hold_all_words() -> None:
    """Names with all tones as typed come before those that hold the words with others."""
    assert found(TONES, "khai tử")[0] == 0
    assert found(TONES, "khai tự")[0] == 1
    assert found(TONES, "khai từ")[0] == 2
    assert set(found(TONES, "khai tu")) == {0, 1, 2, 3}


def test_names_with_other_tones_are_not_taken_for_all_the_words() -> None:
    """*Giấy khai tử* is in no name; a name of *giấy … khai … từ* does not stand for it alone."""
    index = built("Giấy tờ khai từ đầu", "Đăng ký khai tử", "Cấp trích lục khai tử")
    assert {1, 2} <= set(found(index, "giấy khai tử"))


def test_a_tone_that_no_name_writes_is_a_slip() -> None:
    """Then the syllable counts without it."""
    assert set(found(TONES, "khãi tử")) >= {0}
    assert found(TONES, "khãi tử")[0] == 0


def test_a_tone_stays_while_a_word_is_typed() -> None:
    """Of what a half word may become, what bears its tone is meant."""
    index = built("Cấp giấy phép lái xe", "Cấp giấy phép làm việc", "Cấp giấy phép lâm sản")
    assert counted(index, "giấy phép lá") == {0}
    assert counted(index, "giấy phép lâ") == {2}
    assert counted(index, "giay phep la") == {0, 1, 2}


def test_a_name_that_holds_all_words_comes_before_its_field() -> None:
    """However rare its words: names that say all of it lead, what only the field says follows."""
    names = [(f"Khai sinh số {number}", "Hộ tịch") for number in range(40)]
    index = built(*names, "Cấp bản sao trích lục hộ tịch tại cơ quan quản lý", "Hộ tịch")
    hits = found(index, "hộ tịch")
    assert hits[:2] == [41, 40]
    assert set(hits) == set(range(42))


NAME = st.lists(st.sampled_from(["khai", "sinh", "hộ", "tịch", "đất"]), min_size=1, max_size=4)
BOTH = st.lists(st.tuples(NAME, NAME), min_size=1, max_size=30)


@given(BOTH, NAME)
def test_names_lead_whatever_the_fields_say(
    both: list[tuple[list[str], list[str]]], asked: list[str]
) -> None:
    """Where hits hold all one or two words, no name that has them stands behind one without."""
    typed = asked[:2]
    index = built(*[(" ".join(name), " ".join(field)) for name, field in both])
    saying = [set(typed) <= set(both[number][0]) for number in found(index, " ".join(typed))]
    if any(saying):
        assert saying == sorted(saying, reverse=True)


def test_fewer_names_than_several_let_what_comes_near_follow() -> None:
    """Three words that few names hold, none in a row: hits with some of the words come behind."""

    def index(count: int) -> Index:
        holding = [f"Đất khai thác sinh {number}" for number in range(count)]
        return built(*holding, "Đất khai hoang", "Sinh vật")

    few, many = index(SEVERAL - 1), index(SEVERAL)
    assert set(found(few, "sinh đất khai")) == set(range(SEVERAL + 1))
    assert counted(few, "sinh đất khai") == set(range(SEVERAL - 1))
    assert few.search("sinh đất khai").near
    assert set(found(many, "sinh đất khai")) == set(range(SEVERAL))


SAID = Synonyms.of({("tiệm", "vàng"): ("mua", "bán", "vàng", "miếng")})


def everyday(names: Sequence[str]) -> Index:
    """An index that knows what a *tiệm vàng* does."""
    index = built(*names)
    index._synonyms = SAID
    return index


def test_names_that_say_what_was_typed_come_before_official_words() -> None:
    """Everyday words that several names use mean these first; else what offices write leads."""
    official = "Cấp giấy phép mua, bán vàng miếng"
    used = [f"Tiệm vàng hạng {number}" for number in range(6)]
    assert found(everyday([official, "Tiệm bạc", "Vàng"]), "tiệm vàng")[0] == 0
    others = [f"{word} giấy phép {number}" for word in ("Mua", "Bán") for number in range(20)]
    hits = found(everyday([official, *used, *others, "Kiểm tra vàng miếng"]), "tiệm vàng")
    assert set(hits[:6]) == set(range(1, 7))
    assert hits[6] == 0


@pytest.mark.parametrize(
    ("typed", "known", "words"),
    [
        ("cấpgiấy", "Giấy cấp đổi", ("cấp", "giấy")),
        ("cấpgiấy", "Cấp lại", ("cấpgiấy",)),
        ("cấpgiấy", "Cấp cấpgiấy giấy", ("cấpgiấy",)),
        ("ahép", "Giấy phép", ("ahép",)),
    ],
)
def test_a_blank_is_put_where_names_know_both_parts(
    typed: str, known: str, words: tuple[str, ...]
) -> None:
    """Else the word is left, so that it may be put right."""
    assert built(known).search(typed).asked.toned == words


@example("-0")
@given(st.text(max_size=30))
def test_any_text_is_understood_over_any_names(text: str) -> None:
    """What is added to a query never takes away what was typed, but what a minus leaves out."""
    asked = ATTP.search(text, limit=0).asked
    typed = read(text).text
    plain = parse(typed, asked.stuck ^ parse(typed).stuck)
    assert {word.token for word in plain.words} <= {word.token for word in asked.words}
    assert {fold(word.token) for word in asked.words} >= {word.folded for word in plain.words}


LOST = built(
    "Cấp giấy phép lái xe",
    "Đổi giấy phép lái xe",
    "Cấp lại giấy phép lái xe cho người có nhu cầu",
    "Trình báo mất hộ chiếu",
)


@pytest.mark.parametrize("typed", ["giấy phép lái xe bị mất", "giay phep lai xe bi mat"])
def test_what_an_everyday_word_stands_for_is_asked_for_as_if_typed(typed: str) -> None:
    """Its neighbours are those of the query, though a word that was typed differs by a tone."""
    ranking = LOST.search(typed)
    number, score = ranking.hits[0]
    assert number == 2
    told = str(explain(ranking, 0, score, number))
    assert "bị mất = cấp lại" in told or "bi mat = cấp lại" in told
    assert "word: lai in name" in told


def test_an_abbreviation_may_write_y_for_i() -> None:
    """*Y tế* is *i tế* to us; names write BHYT."""
    index = built("Cấp thẻ BHYT", "Cấp thẻ bảo hiểm y tế")
    for typed in ("bảo hiểm y tế", "bao hiem y te", "BHYT"):
        assert counted(index, typed) == {0, 1}


@pytest.mark.parametrize(
    ("typed", "other"),
    [("súng", True), ("sung", False), ("bổ sung", False), ("bố súng", True), ("SÚNG", True),
     ("khai súng xa", False), ("khai", False), ("sổ đỏ", False), ("mật", False), ("", False)],
)  # fmt: skip
def test_other_tones_than_were_typed_are_told(typed: str, other: bool) -> None:
    """Where names hold all the words and none with these tones; of bodies nobody knows."""
    entries = (
        IndexEntry(0, "1.000000", "Khai bổ sung hồ sơ", None, (), (), ""),
        IndexEntry(1, "1.000001", "Cấp giấy chứng nhận quyền sử dụng đất", None, (), (), "mắt"),
    )
    assert indexed(entries).search(typed).retoned == other


def test_other_tones_side_by_side_are_other_words() -> None:
    """Where names have both tones *đồng thuê* is no *đóng thuế*; without tones it may be."""
    index = built("Hợp đồng thuê tàu", "Đóng mới tàu thuyền và khai báo thuế hằng năm")
    assert found(index, "đóng thuế") == [1, 0]
    assert found(index, "dong thue") == [0, 1]


def test_an_abbreviation_leaves_out_what_links() -> None:
    """*Tài nguyên và môi trường* is TNMT, and TNMT is that, with its *và* and without."""
    index = built("Xử lý TNMT đất", "Phí tài nguyên và môi trường", "Phí tài nguyên môi trường")
    for typed in ("tài nguyên và môi trường", "tai nguyen moi truong", "TNMT"):
        assert 0 in counted(index, typed), typed
        assert len(found(index, typed)) == 3, typed
