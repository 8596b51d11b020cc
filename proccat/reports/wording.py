"""Figures in words (*diễn đạt số liệu*), Vietnamese or English, each in its number format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final, Literal

from proccat.documents.observation import ChangeUnit
from proccat.reports.observed import ObservedChange
from proccat.reports.reform import Figure, Reform, ReformLine

Lang = Literal["vi", "en"]
LANGS: Final[tuple[Lang, ...]] = ("vi", "en")

WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "to": ("Số liệu đến ngày", "As of"),
    "line": ("Nội dung", "Line"),
    "all": ("Chung", "All"),
    "figure": ("Số liệu", "Figure"),
    "value": ("Giá trị", "Value"),
    "of": ("Trên tổng số", "Of"),
    "share": ("Tỷ lệ (%)", "Share (%)"),
    "earlier": ("Giá trị trước đó", "Earlier value"),
    "on_year": ("Cùng kỳ năm trước", "Year before"),
    "stated": ("mức tăng, giảm được công bố", "stated change"),
    "by_stated": ("Trước đó, theo mức tăng, giảm được công bố", "Before, by the stated change"),
    "change": ("Tăng, giảm", "Change"),
    "day": ("Ngày của số liệu", "Own date"),
    "report": ("Báo cáo", "Report"),
    "charts": ("Biểu đồ", "Charts"),
    "done": ("Tỷ lệ đã thực hiện", "Share done"),
    "against": ("So với giá trị trước đó", "Against the earlier value"),
    "nothing": ("chưa có số liệu", "not recorded"),
    "items": ("nội dung", "items"),
    "documents": ("văn bản", "documents"),
    "normative": ("văn bản quy phạm pháp luật", "normative legal documents"),
    "agencies": ("cơ quan không rõ cấp", "agencies with no level given"),
    "ministry": ("bộ, cơ quan ngang bộ", "ministries"),
    "province": ("địa phương", "localities"),
    "district": ("cấp huyện", "districts"),
    "commune": ("cấp xã", "communes"),
    "other": ("cơ quan khác", "other agencies"),
    "over": ("trên", "over"),
    "under": ("dưới", "under"),
    "about": ("khoảng", "about"),
    "million": ("triệu", "million"),
    "points": ("điểm phần trăm", "percentage points"),
    "relative": ("%", "%"),
    "up": ("tăng", "up"),
    "down": ("giảm", "down"),
    "unmoved": ("không đổi", "unchanged"),
    "from": ("từ", "from"),
})  # fmt: skip
"""Words of a report, in the order of :data:`LANGS`."""

_MILLION = Decimal(1_000_000)


def word(key: str, lang: Lang) -> str:
    """A word of a report in a language (*từ ngữ báo cáo*)."""
    return WORDS[key][LANGS.index(lang)]


def number(value: Decimal | int, lang: Lang, digits: int | None = None) -> str:
    """A number as a language writes it (*định dạng số*): 1.086 and 40,24, or 1,086 and 40.24.

    Args:
        value: the number.
        lang: the language.
        digits: digits behind the mark, rounded half up; as many as there are if absent.
    """
    exact = Decimal(value)
    if digits is not None:
        exact = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    written = f"{exact:,f}"
    if "." in written and digits is None:
        written = written.rstrip("0").rstrip(".")
    return written.translate(str.maketrans(",.", ".,")) if lang == "vi" else written


def day(value: date | None, lang: Lang) -> str:
    """A day as it is written in a language (*ngày*): 31/10/2023, or 2023-10-31."""
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if lang == "vi" else value.isoformat()


def share(value: Decimal | None, lang: Lang, digits: int = 2) -> str:
    """A share in per cent (*tỷ lệ*), 40,24 %."""
    return "–" if value is None else f"{number(value, lang, digits)} %"


def sentence(line: ReformLine, figures: Sequence[Figure], lang: Lang) -> str:
    """The figures of a line in one line of text (*diễn đạt*)."""
    if not figures:
        return word("nothing", lang)
    return "; ".join(phrase(line, figure, lang) for figure in figures)


def phrase(line: ReformLine, figure: Figure, lang: Lang) -> str:
    """One figure in words: ``437/1.086 thủ tục (40 %)``."""
    if figure.key == "observed":
        return _observed(line, figure, lang)
    what = word(figure.level or figure.key, lang)
    if figure.key in ("share", "items"):
        what = line.counted.of(lang) if line.counted else word("items", lang)
    said = f"{number(figure.value, lang)} {what}"
    if figure.of is not None:
        said = f"{number(figure.value, lang)}/{number(figure.of, lang)} {what}"
    if figure.key == "share":
        said += f" ({share(figure.share, lang, line.digits)})"
    return said


def _observed(line: ReformLine, figure: Figure, lang: Lang) -> str:
    value, unit = figure.value, line.counted.of(lang) if line.counted else figure.unit
    if value >= _MILLION and value % 10_000 == 0:
        value, unit = value / _MILLION, f"{word('million', lang)} {unit}"
    digits = 2 if figure.share is not None else None
    said = f"{number(value, lang, digits)} {unit}"
    if figure.qualifier:
        said = f"{word(figure.qualifier, lang)} {said}"
    beside = [moved(figure, lang), f"{word('to', lang).lower()} {day(figure.as_of, lang)}"]
    return f"{said} ({'; '.join(filter(None, beside))})"


def moved(figure: Figure, lang: Lang) -> str:
    """A change with its unit and its base: ``tăng 16,15 điểm phần trăm, từ 10,78 %``.

    One that a source states without naming the year before as what it is against is called so:
    ``mức tăng, giảm được công bố: tăng 30,73 điểm phần trăm``.
    """
    change = figure.change
    if change is None:
        return ""
    said = _moved(figure, change, lang)
    return said if change.on_year else f"{word('stated', lang)}: {said}"


def _moved(figure: Figure, change: ObservedChange, lang: Lang) -> str:
    if change.value == 0:
        return word("unmoved", lang)
    way = word("up" if change.value > 0 else "down", lang)
    said = f"{way} {number(abs(change.value), lang)} {word(change.kind.value, lang)}"
    if change.base is None:
        return said
    unit = "%" if change.kind is ChangeUnit.POINTS else figure.unit
    return f"{said}, {word('from', lang)} {number(change.base, lang)} {unit}"


def head(report: Reform, lang: Lang) -> str:
    """The day of a report in words: ``Số liệu đến ngày 31/10/2023``."""
    return f"{word('to', lang)} {day(report.effective, lang)}"


def lines(report: Reform, lang: Lang) -> Iterator[str]:
    """A report as lines of text (*báo cáo dạng văn bản*); one agency stands beneath all."""
    yield report.title.of(lang)
    yield head(report, lang)
    for line in report.lines:
        yield f"- {line.label.of(lang)}: {sentence(line, line.figures, lang)}"
        if report.agency is not None:
            yield f"    {report.agency}: {sentence(line, line.beside, lang)}"
