"""What may be wrong with one record (*lỗi dữ liệu của một bản ghi*), check by check.

Decree 63/2010/NĐ-CP art. 8.2 says what a procedure must hold. Each check is a row of a table and
looks at one text; what concerns several records is in :mod:`proccat.reports.quality`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from proccat import text as texts
from proccat.diff.comparing import folded
from proccat.documents import Agency, values
from proccat.documents.procedure import contradictions
from proccat.force import Ended, end_of, enders
from proccat.lean import LeanAgency, LeanFee, LeanProcedure, LeanReference
from proccat.lean import known as is_known
from proccat.reports.register import Register
from proccat.view import View


class Fault(NamedTuple):
    """One thing to fix (*nội dung cần sửa*): where, what, how to mend it."""

    path: str
    what: str
    mend: str


class Known:
    """What references are resolved against, on the day of a view; each is looked up once."""

    def __init__(self, view: View) -> None:
        self._day = view.effective
        self._names: set[str] = set()
        for record in view.records("agency"):
            if isinstance(record.document, Agency):
                self._names |= _names(record.document, self._day)
        self._documents = Register(view)
        self._enders = enders(self._documents.documents)
        self._agencies: dict[LeanAgency, bool] = {}
        self._bases: dict[LeanReference, tuple[bool, Ended | None]] = {}

    def has_agency(self, ref: LeanAgency) -> bool:
        """Whether an agency answers to it; a class of agencies needs none, nor an empty register.

        A reference with a code is known where its code or its name is.
        """
        if not self._names:
            return True
        known = self._agencies.get(ref)
        if known is None:
            name = folded(ref.name)
            known = name in self._names or folded(ref.code) in self._names
            known = known or any(name.startswith(each) or f" {each}" in name for each in CLASSES)
            self._agencies[ref] = known
        return known

    def basis(self, ref: LeanReference) -> tuple[bool, Ended | None]:
        """Whether a document of its number is recorded, and how it ended before the day if it did.

        An empty register knows all; where several are of its number, none is said to have ended.
        """
        known = self._bases.get(ref)
        if known is None:
            found = self._documents.meant(ref.ref)
            end = end_of(found[0], self._enders) if len(found) == 1 else None
            ended = end if end is not None and end.last < self._day else None
            known = not self._documents or ref.number is None or bool(found), ended
            self._bases[ref] = known
        return known


def _names(agency: Agency, day: date) -> set[str]:
    named = [each.name for each in (*agency.names, *(agency.aliases or ())) if each.holds(day)]
    codes = [each.code for each in agency.codes or () if each.holds(day)]
    return {folded(name) for name in (agency.id, *named, *codes)}


CLASSES: Final = (
    "cap xa", "cap huyen", "cap tinh", "cap bo", "cac ", "so ", "phong ", "co quan ", "don vi ",
    "to chuc ", "trung tam ", "cong an ", "chi cuc ", "cuc ", "toa an ", "doanh nghiep ",
)  # fmt: skip
"""Words, folded, by which a name is that of a class of agencies, or of a unit of one."""

Check = Callable[[LeanProcedure, Known], Iterator[Fault]]

_MINIMUM: Final[tuple[tuple[str, str, Callable[[LeanProcedure], object]], ...]] = (
    ("$.cases[*].steps", "trình tự thực hiện",
     lambda p: p.cases is not None and all(is_known(c.steps) for c in values(p.cases))),
    ("$.manners", "cách thức thực hiện", lambda p: p.manners is not None),
    ("$.cases[*].components", "thành phần hồ sơ",
     lambda p: p.cases is not None and all(is_known(c.components) for c in values(p.cases))),
    ("$.cases[*].sets", "số lượng hồ sơ",
     lambda p: p.cases is not None and all(c.sets is not None for c in values(p.cases))),
    ("$.manners[*].limit", "thời hạn giải quyết",
     lambda p: p.manners is not None and any(m.limit is not None for m in values(p.manners))),
    ("$.performers", "đối tượng thực hiện", lambda p: is_known(p.performers)),
    ("$.executing", "cơ quan giải quyết",
     lambda p: p.executing is not None or p.competent is not None),
    ("$.results", "kết quả thực hiện", lambda p: is_known(p.results)),
    ("$.requirements", "yêu cầu, điều kiện", lambda p: is_known(p.requirements)),
    ("$.manners[*].fees", "phí, lệ phí",
     lambda p: p.manners is not None and any(m.fees is not None for m in values(p.manners))),
    ("$.legal_bases", "căn cứ pháp lý", lambda p: p.legal_bases is not None),
)  # fmt: skip
"""What art. 8.2 asks for: the path, the official term, and whether it is known. What may not apply
(result, requirements, fees) must be stated to be none."""


def _minimum(text: LeanProcedure, known: Known) -> Iterator[Fault]:
    if text.internal:  # the decree is not about these (art. 1.2a)
        return
    for path, term, there in _MINIMUM:
        if not there(text):
            yield Fault(path, f"thiếu {term}", "record it, or state that there is none")


def _codes(text: LeanProcedure, known: Known) -> Iterator[Fault]:
    if text.code is not None:
        services = [service.code for service in values(text.services)]
        for odd in contradictions(text.code, text.regulation, text.type, text.copy_of, services):
            yield Fault(odd.path, odd.message, "correct the code or the field")


_ROLES: Final = ("announcing", "executing", "competent", "authorised", "coordinating")


def _agencies(text: LeanProcedure, known: Known) -> Iterator[Fault]:
    for role in _ROLES:
        held = getattr(text, role)
        refs = (held,) if isinstance(held, LeanAgency) else values(held)
        for place, ref in enumerate(refs):
            if not known.has_agency(ref):
                path = f"$.{role}" + (f"[{place}]" if held is not ref else "")
                yield Fault(
                    path, f"{ref.name}: no agency of that name on the day",
                    "record the agency or its alias, or name the present one",
                )  # fmt: skip


def _bases(text: LeanProcedure, known: Known) -> Iterator[Fault]:
    for place, basis in enumerate(values(text.legal_bases)):
        recorded, _ = known.basis(basis.document)
        if not recorded:
            yield Fault(
                f"$.legal_bases[{place}]", f"{basis.document.raw}: is not recorded",
                "record the document",
            )  # fmt: skip


def _ended(text: LeanProcedure, known: Known) -> Iterator[Fault]:
    for place, basis in enumerate(values(text.legal_bases)):
        _, end = known.basis(basis.document)
        if end is not None:
            by = f" by {end.by}" if end.by else ""
            yield Fault(
                f"$.legal_bases[{place}]",
                f"{basis.document.raw}: {end.how}{by}, last day {end.last:%d/%m/%Y}",
                "cite what is in force, or abolish the procedure",
            )  # fmt: skip


_DIGIT: Final = re.compile(r"\d")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")


def _numbers(text: LeanProcedure, known: Known) -> Iterator[Fault]:
    if text.decision is not None and text.decision.number is None:
        yield Fault("$.decision", f"{text.decision.raw!r} is no number", "write it as 12/QĐ-BTP")
    for place, basis in enumerate(values(text.legal_bases)):
        raw = basis.document.raw
        if basis.document.number is None and _DIGIT.search(raw):
            yield Fault(f"$.legal_bases[{place}]", f"{raw[:80]!r} is no number",
                        "write it as 87/2020/NĐ-CP")  # fmt: skip
    for place, manner in enumerate(values(text.manners)):
        limit = manner.limit
        if limit is not None and limit.quantity is None and _has_digit(limit.words):
            yield Fault(f"$.manners[{place}].limit", f"{_shown(limit.words)} is no quantity",
                        "give quantity and unit beside the words")  # fmt: skip
        for number, fee in enumerate(values(manner.fees)):
            if said := _fee(fee):
                yield Fault(f"$.manners[{place}].fees[{number}]", said,
                            "give the exact amount beside the words")  # fmt: skip


def _fee(fee: LeanFee) -> str:
    """What is odd about an amount and its words, if anything."""
    if fee.amount is None:
        return f"{_shown(fee.words)} is no amount" if _has_digit(fee.words) else ""
    written = _THOUSANDS.findall(fee.words or "")
    if len(written) == 1 and fee.amount * 1000 == int(written[0].replace(".", "")):
        return f"{fee.amount} stands beside {_shown(fee.words)}"
    return ""


def _has_digit(words: str | None) -> bool:
    return _DIGIT.search(words or "") is not None


def _shown(words: str | None) -> str:
    return repr(texts.squash(words or "")[:80])


CHECKS: Final[Mapping[str, tuple[str, Check]]] = {
    "minimum": ("thiếu nội dung bắt buộc (NĐ 63/2010 Đ8.2)", _minimum),
    "codes": ("mã mâu thuẫn với loại", _codes),
    "agencies": ("cơ quan không xác định được", _agencies),
    "bases": ("căn cứ pháp lý chưa có trong danh mục văn bản", _bases),
    "ended": ("căn cứ pháp lý đã hết hiệu lực", _ended),
    "numbers": ("số, ký hiệu, số liệu không đọc được", _numbers),
}
"""The checks of one procedure's text, with their official terms."""
