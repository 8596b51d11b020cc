"""What every document has in common: closed, frozen, three states, verbatim, a digest."""

from __future__ import annotations

import hashlib
import json
import random
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import agency, decree, item, kethon, procedures, programme

from proccat import Agency, AgencyRef, Item, Measure, Plan, Procedure, Programme, Stated, Target
from proccat.documents import KINDS, Document
from proccat.documents.programme import Amount
from proccat.documents.scalars import day, number
from proccat.errors import InvalidDocumentError

SMALL: tuple[Document, ...] = (
    kethon(), agency(), decree(), programme(), item(),
    Plan(programme="P", id="p-1", name="Phương án"),
)  # fmt: skip


@given(procedures)
def test_json_and_back(procedure: Procedure) -> None:
    """A document written as JSON and read again is the same document with the same digest."""
    again = Procedure.parse(json.loads(procedure.to_json()))
    assert again == procedure
    assert again.digest() == procedure.digest()
    assert json.loads(procedure.to_json()) == procedure.plain()


@given(procedures, st.booleans())
def test_bytes_and_digests_are_those_of_the_standard_library(
    procedure: Procedure, extended: bool
) -> None:
    """JSON is what pydantic writes, a digest SHA-256 of sorted, composed JSON: on every machine."""
    if extended:
        open_place = {"vn-x:so": [1e16, 0.1, 1e-7, 10**20, "ế\u0323", None]}
        procedure = Procedure.parse(procedure.plain() | {"extensions": open_place})
    written = procedure.model_dump_json(exclude_defaults=True)
    assert procedure.to_json() == f'{{"kind":"procedure",{written[1:]}'
    plain = procedure.plain()
    for name in Procedure.set_like & plain.keys():
        if isinstance(plain[name], list):
            plain[name].sort(key=canonical)
    digest = hashlib.sha256(canonical(plain).encode()).hexdigest()
    assert procedure.written() == (procedure.to_json(), digest)
    assert procedure.digest() == digest


def canonical(plain: object) -> str:
    written = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", written)


@given(procedures, st.randoms())
def test_the_order_of_sets_means_nothing(procedure: Procedure, chance: random.Random) -> None:
    """Shuffling set-like fields keeps the digest; the stored order is the one that came."""
    data = procedure.plain()
    for name in Procedure.set_like & data.keys():
        if isinstance(data[name], list):
            chance.shuffle(data[name])
    shuffled = Procedure.parse(data)
    assert shuffled.digest() == procedure.digest()
    assert shuffled.plain() == data


@given(procedures)
def test_composition_means_nothing(procedure: Procedure) -> None:
    """A text in NFD has the digest of the text in NFC, and is kept as it came."""
    nfd = unicodedata.normalize("NFD", procedure.name)
    other = procedure.model_copy(update={"name": nfd})
    nfc = procedure.model_copy(update={"name": unicodedata.normalize("NFC", procedure.name)})
    assert other.digest() == nfc.digest()
    assert other.name == nfd


@pytest.mark.parametrize("document", SMALL, ids=lambda each: each.kind)
def test_documents_are_frozen_and_closed(document: Document) -> None:
    """No field can be set afterwards, and no field that is not there can be brought."""
    cls = type(document)
    assert KINDS[document.kind] is cls
    with pytest.raises(Exception, match="frozen"):
        setattr(document, "kind", "x")  # noqa: B010 # as a caller without types would
    with pytest.raises(InvalidDocumentError, match="no such field") as caught:
        cls.parse(document.plain() | {"surprise": 1})
    assert [problem.path for problem in caught.value.problems] == ["$.surprise"]
    with pytest.raises(InvalidDocumentError):
        cls.parse(document.plain() | {"kind": "plane"})
    nothing: tuple[object, ...] = (None, [], "x", 1, {})
    for wrong in nothing:
        with pytest.raises(InvalidDocumentError):
            cls.parse(wrong)
    assert cls.parse(document.plain()) == document


def test_three_states_are_three_shapes() -> None:
    """Unknown, said to be none and a value differ in the document, in its JSON and its digest."""
    unknown, none, some = (
        kethon(), kethon(requirements=Stated.none("Không")), kethon(requirements=("đủ tuổi",)),
    )  # fmt: skip
    assert len({each.digest() for each in (unknown, none, some)}) == 3
    assert unknown.requirements is None
    assert isinstance(none.requirements, Stated)
    assert Procedure.parse(none.plain()).requirements == Stated.none("Không")
    free = kethon(manners=[{"channel": "online", "fees": {"stated": "none", "words": "Miễn phí"}}])
    assert Procedure.parse(free.plain()) == free


@pytest.mark.parametrize(
    "field", ["levels", "cases", "manners", "performers", "results", "keywords", "legal_bases"]
)
def test_an_empty_list_is_refused_with_a_hint(field: str) -> None:
    """An empty list says neither unknown nor none: the error says how to say which."""
    with pytest.raises(InvalidDocumentError, match="empty list") as caught:
        Procedure.parse({"code": "1.000894", "name": "a", field: []})
    assert caught.value.problems[0].path.startswith(f"$.{field}")


def test_a_fault_has_its_path() -> None:
    """The path of a problem leads to the value that is at fault."""
    with pytest.raises(InvalidDocumentError) as caught:
        Procedure.parse({
            "code": "1.000894", "name": "a",
            "manners": [{"channel": "online"}, {"channel": "fax", "fees": [{"amount": -1}]}],
        })  # fmt: skip
    paths = {problem.path for problem in caught.value.problems}
    assert "$.manners[1].channel" in paths
    assert any(path.startswith("$.manners[1].fees") for path in paths)


@pytest.mark.parametrize(
    "code",
    ["", " ", "1.00089", "1.0008944", "7.000894", "1,000894", "1.000894 ", "１.０００８９４",
     "1.0008٩4", "1.0008\u200b94", "\u202e1.000894", "1.000894\x00", "1.000894\n",
     "../../etc/passwd", "C:\\CON",
     "1.004999'; DROP TABLE x;--", "1.000894.000.00.00.Н38", "1.000894.01", "x" * 65, 1.000894,
     1, None, True, ["1.000894"]],
    ids=lambda code: ascii(code)[:24],
)  # fmt: skip
def test_a_broken_code_is_an_error(code: object) -> None:
    """A code is one digit, a dot and six digits, or that with a unit: text, and nothing else."""
    with pytest.raises(InvalidDocumentError):
        Procedure.parse({"code": code, "name": "a"})


def test_a_code_stays_text() -> None:
    """Trailing zeros stay; a code whose zeros were dropped is refused with the likely one."""
    assert kethon(code="1.000010").plain()["code"] == "1.000010"
    with pytest.raises(InvalidDocumentError, match=r"1\.000010"):
        kethon(code="1.00001")


def test_a_contradictory_code_is_a_warning() -> None:
    """The first digit against the regulation kind, or the type, is odd and taken."""
    assert [w.path for w in kethon(regulation="not_assigned").warnings()] == ["$.regulation"]
    assert [w.path for w in kethon(code="5.000894", type="standard").warnings()] == ["$.type"]
    assert list(kethon(regulation="assigned").warnings()) == []


BAD_TEXT = ["", " ", "\n", "a\x00b", "a\x07", "\u202ea", "a\u2066", "\ud800", "\ufffe", "\uffff"]


@pytest.mark.parametrize("text", BAD_TEXT, ids=ascii)
def test_hidden_controls_are_refused_in_texts(text: str) -> None:
    """Blank texts, NUL and other controls, bidi controls and lone surrogates are refused."""
    for build in (
        lambda: kethon(text),
        lambda: kethon(field=text),
        lambda: kethon(requirements=(text,)),
        lambda: programme(name=text),
        lambda: agency(names=[text]),
        lambda: AgencyRef(name=text),
        lambda: decree(text),
    ):
        with pytest.raises(InvalidDocumentError):
            build()


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "a\u200bb"], ids=ascii)
@pytest.mark.parametrize("where", ["programme", "item", "unit", "target"])
def test_hidden_controls_are_refused_in_keys(text: str, where: str) -> None:
    """What identifies or measures holds no control, no bidi mark and nothing invisible."""
    calls: dict[str, Callable[[], object]] = {
        "programme": lambda: programme(id=text),
        "item": lambda: Item(programme="P", subject_kind="task", about="x", id=text),
        "unit": lambda: Amount(value=1, unit=text),
        "target": lambda: Target(metric="items", value=1, unit=text, due=date(2025, 1, 1)),
    }
    with pytest.raises(InvalidDocumentError):
        calls[where]()


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), "\ud800", "a\x00", "\u202ea", {"\ud800": 1}], ids=ascii
)
def test_extensions_hold_what_json_can(value: object) -> None:
    """What JSON cannot hold, or hides, is refused under extensions, too."""
    with pytest.raises(InvalidDocumentError):
        kethon(extensions={"vp:x": value})


def test_extensions_need_a_vendor() -> None:
    """The one open place has names of the form vendor:name."""
    assert kethon(extensions={"vp:so": {"a": [1, None, True]}}).extensions
    for name in ("x", "", ":x", "VP:x", "vp:", "vp:a b"):
        with pytest.raises(InvalidDocumentError):
            kethon(extensions={name: 1})


@pytest.mark.parametrize(
    "given", ["31/02/2025", "2025-02-29", "2025-02-31", "0000-01-01", "02/03/25", "2025-1-1",
              "2025-01-01T00:00:00", "20250101", "", " 2025-01-01", 45716, 45716.5, True, None,
              datetime(2025, 1, 1, tzinfo=UTC), "２０２５-01-01"],
    ids=ascii,
)  # fmt: skip
def test_a_day_is_never_guessed(given: object) -> None:
    """A date or ISO text of a day that exists; everything else is refused."""
    with pytest.raises(ValueError, match="day"):
        day(given)


def test_days() -> None:
    """29 February of a leap year is a day."""
    assert day("2024-02-29") == day(date(2024, 2, 29)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "given", ["1.234.567,89", "1,5", "NaN", "Infinity", "-Infinity", "1e5", "1e999999", "1_000", "",
              " 1", "+1", ".5", "5.", "0x10", True, None, float("nan"), float("inf"), [], "9" * 30],
    ids=ascii,
)  # fmt: skip
def test_a_number_is_never_guessed(given: object) -> None:
    """Plain digits with a point at most; no marks, exponents, blanks, NaN or truth values."""
    with pytest.raises(ValueError, match="number"):
        number(given)


def test_numbers_are_exact() -> None:
    """Money is exact and never a float; it is text in JSON."""
    assert number("20000.10") == Decimal("20000.10")
    assert number(5) == number(5.0) == number("5") == Decimal(5)
    assert Amount(value="0.1", unit="x").model_dump(mode="json")["value"] == "0.1"


@pytest.mark.parametrize("given", ["２０", "٢٠", "20.५"])
def test_digits_are_ascii(given: str) -> None:
    """Full-width and foreign digits are refused as numbers, as they are in codes."""
    with pytest.raises(ValueError, match="number"):
        number(given)


def test_a_target_needs_what_can_be_measured() -> None:
    """A sentence alone is a goal: refused as a target, with the way out."""
    for sentence in ("Giảm mạnh thủ tục", {"words": "Giảm mạnh"}):
        with pytest.raises(InvalidDocumentError, match="goal"):
            Target.parse(sentence)
    whole = programme(goals=["Giảm mạnh thủ tục"])
    assert whole.goals
    assert whole.goals[0].words == "Giảm mạnh thủ tục"


def test_shorthands() -> None:
    """A plain string is taken where a reference, an agency or a name is meant."""
    short = kethon(
        field="Hộ tịch", executing="Ủy ban nhân dân cấp xã", announcing="Bộ Tư pháp",
        legal_bases="68/2020/QH14", performers=["Cán bộ, công chức, viên chức"],
    )  # fmt: skip
    assert isinstance(short.executing, tuple)
    assert short.executing[0].name == "Ủy ban nhân dân cấp xã"
    assert isinstance(short.performers, tuple)
    assert [each.name for each in short.performers] == ["Cán bộ, công chức, viên chức"]
    assert isinstance(short.legal_bases, tuple)
    assert short.legal_bases[0].document.number == "68/2020/QH14"
    one = Item(programme="P", subject_kind="procedure", about="1.000894", measures=["cut_time"])
    assert one.measures == (Measure(kind="cut_time"),)


def test_an_agency_in_time() -> None:
    """Names and codes hold on their days; a period that ends before it begins is refused."""
    ministry = Agency(
        id="bo-gtvt",
        names=[{"name": "Bộ Giao thông vận tải", "until": "2025-02-28"}],
        aliases=["Bộ GTVT"],
    )
    assert ministry.exists_on(date(2025, 2, 28))
    assert not ministry.exists_on(date(2025, 3, 1))
    assert ministry.answers_to("bo gtvt", date(2030, 1, 1))
    with pytest.raises(InvalidDocumentError, match="before since"):
        agency(names=[{"name": "a", "since": "2025-01-01", "until": "2024-01-01"}])


def test_a_programme_that_ends_before_it_begins_is_odd() -> None:
    """Contradictory days of a programme are a warning with a path."""
    odd = Programme(id="P", name="P", starts=date(2025, 1, 1), ends=date(2024, 1, 1))
    assert [warning.path for warning in odd.warnings()] == ["$.ends"]


def test_long_texts_are_kept() -> None:
    """40,000 letters, newlines and formulas stay what they are."""
    for text in ("ạ" * 40_000, "a\r\nb\tc", "=1+1", "@SUM(A1)", "＝1+1", "{{7*7}}", "_x0041_"):
        assert Procedure.parse(json.loads(kethon(text).to_json())).name == text
