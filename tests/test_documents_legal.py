"""Numbers of legal documents: read as they are written, never taken for an identity."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import decree

from proccat import DocumentRef, LegalDocument
from proccat.documents.legal import document_key, number_key, parse_number
from proccat.errors import InvalidDocumentError

READ = [
    ("68/2020/QH14", "68/2020/QH14", 2020, None, "QH14"),
    ("87/2020/NĐ-CP", "87/2020/NĐ-CP", 2020, "decree", "CP"),
    ("3713/QD-BTP", "3713/QĐ-BTP", None, "decision", "BTP"),
    ("2267./QĐ-BXD", "2267/QĐ-BXD", None, "decision", "BXD"),
    ("SỐ 64/QĐ-NHNN", "64/QĐ-NHNN", None, "decision", "NHNN"),
    ("4946/QĐ-BCA-QLXNC", "4946/QĐ-BCA-QLXNC", None, "decision", "BCA-QLXNC"),
    ("66.18/2026/NQ-CP", "66.18/2026/NQ-CP", 2026, "resolution", "CP"),
    ("Nghị định số 87/2020/NĐ-CP ngày 28/7/2020", "87/2020/NĐ-CP", 2020, "decree", "CP"),
    ("1322/QĐ-UBND ngày 15/6/2018", "1322/QĐ-UBND", None, "decision", "UBND"),
    ("12/QÐ-BTP", "12/QĐ-BTP", None, "decision", "BTP"),
]
UNREAD = ["1681", "Demo/QĐ-BCA", "QĐ2338-BTP", "Luật Hộ tịch", "15/6", "", "/", "12/", "////"]


@pytest.mark.parametrize(("raw", "spelt", "year", "kind", "issuer"), READ)
def test_numbers_are_read(
    raw: str, spelt: str, year: int | None, kind: str | None, issuer: str
) -> None:
    """Serial, year, kind and issuer come out of the spellings that live records have."""
    parsed = parse_number(raw)
    assert parsed is not None
    assert (parsed.number, parsed.year, parsed.type, parsed.issuer) == (spelt, year, kind, issuer)
    if raw:
        assert DocumentRef.parse(raw).raw == raw


@pytest.mark.parametrize("raw", UNREAD)
def test_what_is_no_number_is_not_read(raw: str) -> None:
    """Where no number can be read there is none; the words stay."""
    assert parse_number(raw) is None
    if raw:
        assert DocumentRef.parse(raw).number is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(raw: str) -> None:
    """Any text is read or not, never a crash; what was read is read again the same."""
    parsed = parse_number(raw)
    if parsed is not None:
        again = parse_number(parsed.number)
        assert again is not None
        assert number_key(again.number) == number_key(parsed.number)


def test_the_day_of_signing_is_read() -> None:
    """A day behind the number is the day of signing; one that does not exist is not."""
    for words in ("ngày 15/6/2018", "ngày 15 tháng 6 năm 2018", "ngày 15-06-2018"):
        assert DocumentRef.parse(f"1322/QĐ-UBND {words}").signed_on == date(2018, 6, 15)
    assert DocumentRef.parse("1322/QĐ-UBND ngày 31/02/2018").signed_on is None


def test_identity_is_number_issuer_and_year() -> None:
    """Same number of another issuer or year is another document; spelling is not."""

    def key(**more: object) -> str:
        return LegalDocument.parse({"number": "12/QĐ-UBND"} | more).key

    keys = {
        key(), key(issuer="UBND tỉnh Lào Cai"), key(issuer="UBND tỉnh Sơn La"),
        key(issuer="UBND tỉnh Lào Cai", signed_on="2024-01-09"),
        key(issuer="UBND tỉnh Lào Cai", signed_on="2023-01-09"),
    }  # fmt: skip
    assert len(keys) == 5
    assert decree("87/2020/NĐ-CP").key == decree("87/2020/ND-CP").key == "87/2020/ND-CP@2020"
    assert document_key("12/QĐ-UBND", "UBND  tỉnh Lào Cai", 2024) == document_key(
        "12/qd-ubnd", "ubnd tỉnh lào cai", 2024
    )


def test_a_document_has_a_number_or_is_a_draft() -> None:
    """Neither number nor draft slug is refused; a number that cannot be read is a warning."""
    with pytest.raises(InvalidDocumentError, match="number"):
        LegalDocument(name="x")
    assert LegalDocument(draft="nd-moi").title == "nd-moi"
    assert [each.path for each in decree("1681").warnings()] == ["$.number"]


def test_what_is_normative() -> None:
    """Laws, decrees and circulars are; decisions only where it is stated."""
    assert decree("87/2020/NĐ-CP").is_normative is True
    assert decree("12/QĐ-UBND").is_normative is None
    assert decree("12/QĐ-UBND", normative=True).is_normative is True
    assert decree("12/2024/QĐ-TTg", normative=False).is_normative is False
