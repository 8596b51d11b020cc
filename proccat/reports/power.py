"""Who may prescribe a procedure (*thẩm quyền quy định thủ tục*), and whether it was assessed.

Decree 63/2010/NĐ-CP art. 8.1 and 8.3, and 9–11. Which kinds of document may prescribe one is a
table of data; a procedure's legal bases are read by their numbers.
"""

from __future__ import annotations

from typing import Final, Literal

import attrs

from proccat.documents import DocumentRef, DocumentType, Procedure, Stated, values
from proccat.documents.legal import parse_number
from proccat.documents.procedure import Regulation

Power = Literal["always", "entrusted", "never"]


@attrs.frozen
class Prescriber:
    """A row of the table: a kind of document, of an issuer, and its power (*thẩm quyền*).

    Attributes:
        type: the kind of document; None for what its number does not tell.
        issuer: how the issuer's abbreviation begins; empty for any.
        power: ``"always"``, ``"entrusted"`` (only where a law entrusts it) or ``"never"``.
        label: the kind in Vietnamese.
    """

    type: DocumentType | None
    issuer: str
    power: Power
    label: str


_T = DocumentType
PRESCRIBERS: Final = (
    Prescriber(None, "QH", "always", "luật, nghị quyết của Quốc hội"),
    Prescriber(None, "UBTVQH", "always", "pháp lệnh, nghị quyết của Ủy ban Thường vụ Quốc hội"),
    Prescriber(_T.LAW, "", "always", "luật"),
    Prescriber(_T.ORDINANCE, "", "always", "pháp lệnh"),
    Prescriber(_T.RESOLUTION, "QH", "always", "nghị quyết của Quốc hội"),
    Prescriber(_T.RESOLUTION, "UBTVQH", "always", "nghị quyết của Ủy ban Thường vụ Quốc hội"),
    Prescriber(_T.RESOLUTION, "CP", "always", "nghị quyết của Chính phủ"),
    Prescriber(_T.RESOLUTION, "HĐND", "entrusted", "nghị quyết của Hội đồng nhân dân"),
    Prescriber(_T.DECREE, "CP", "always", "nghị định"),
    Prescriber(_T.DECISION, "TTG", "always", "quyết định của Thủ tướng Chính phủ"),
    Prescriber(_T.DECISION, "UBND", "entrusted", "quyết định của Ủy ban nhân dân cấp tỉnh"),
    Prescriber(_T.DECISION, "", "never", "quyết định của bộ, cơ quan"),
    Prescriber(_T.JOINT_CIRCULAR, "", "entrusted", "thông tư liên tịch"),
    Prescriber(_T.CIRCULAR, "", "entrusted", "thông tư"),
    Prescriber(_T.DIRECTIVE, "", "never", "chỉ thị"),
    Prescriber(_T.TELEGRAM, "", "never", "công điện"),
    Prescriber(_T.PLAN, "", "never", "kế hoạch"),
    Prescriber(_T.REPORT, "", "never", "báo cáo"),
    Prescriber(_T.NOTICE, "", "never", "thông báo"),
    Prescriber(_T.LETTER, "", "never", "công văn"),
)  # fmt: skip
"""Which documents may prescribe a procedure; the first row that fits holds. Laws made since the
decree allow a circular or a province's document only where a law entrusts it."""


def power_of(ref: DocumentRef) -> Power | None:
    """What power a document has to prescribe a procedure; None where its number does not tell."""
    parsed = parse_number(ref.number) if ref.number else None
    if parsed is None:
        return None
    issuer = (parsed.issuer or "").upper()
    return next(
        (row.power for row in PRESCRIBERS
         if row.type is parsed.type and issuer.startswith(row.issuer)),
        None,
    )  # fmt: skip


@attrs.frozen
class Ground:
    """On what ground a procedure stands, or does not (*căn cứ thẩm quyền, đánh giá*).

    Attributes:
        question: ``"power"``, ``"assessment"`` or ``"opinion"``.
        answer: True if it is there, False if it is not, None where the text does not tell.
        article: the rule.
        vi: the finding in Vietnamese.
        en: the finding in English.
    """

    question: str
    answer: bool | None
    article: str
    vi: str
    en: str


_ANSWERS: Final = {
    ("power", True): ("Có thẩm quyền quy định", "has power to prescribe it"),
    ("power", False): ("Không có thẩm quyền quy định", "no power to prescribe it"),
    ("power", None): ("Chưa rõ thẩm quyền quy định", "power to prescribe it is not known"),
    ("assessment", True): ("Đã đánh giá tác động", "impact assessment named"),
    ("assessment", False): ("Không đánh giá tác động", "no impact assessment was made"),
    ("assessment", None): ("Chưa rõ việc đánh giá tác động", "no impact assessment is named"),
    ("opinion", True): ("Đã có ý kiến cơ quan kiểm soát", "control unit's opinion named"),
    ("opinion", False): ("Không lấy ý kiến cơ quan kiểm soát", "the control unit was not asked"),
    ("opinion", None): ("Chưa rõ ý kiến cơ quan kiểm soát", "no control unit's opinion is named"),
}  # fmt: skip
_ARTICLES: Final = {
    "power": "NĐ 63/2010 Đ8.1, 8.3",
    "assessment": "NĐ 63/2010 Đ10",
    "opinion": "NĐ 63/2010 Đ9, 11",
}


def grounds(text: Procedure) -> tuple[Ground, ...]:
    """On what ground a text stands (*thẩm quyền quy định, đánh giá tác động, ý kiến*).

    None for an internal procedure, which the decree leaves to the agency (art. 1.2a).
    """
    if text.internal:
        return ()
    answers = {
        "power": _has_power(text),
        "assessment": _is_named(text.assessment),
        "opinion": _is_named(text.opinion),
    }
    return tuple(
        Ground(question, answer, _ARTICLES[question], *_ANSWERS[question, answer])
        for question, answer in answers.items()
    )


def _is_named(refs: tuple[DocumentRef, ...] | Stated | None) -> bool | None:
    return None if refs is None else not isinstance(refs, Stated)


def _has_power(text: Procedure) -> bool | None:
    """Whether one of the legal bases may prescribe it; none of which anything is known: unknown."""
    powers = {power_of(basis.document) for basis in values(text.legal_bases)}
    entrusted = _entrusted(text) if "entrusted" in powers else False
    if "always" in powers or entrusted:
        return True
    told = powers or isinstance(text.legal_bases, Stated)
    return None if None in powers or entrusted is None or not told else False


def _entrusted(text: Procedure) -> bool | None:
    """Whether a law entrusts the details, by the kind of regulation, else by the code."""
    said = {Regulation.ASSIGNED: True, Regulation.NOT_ASSIGNED: False}
    if text.regulation in said:
        return said[text.regulation]
    return {"1": True, "2": False}.get((text.code or "")[:1])
