"""The report on reform as a page with bars (*trang báo cáo có biểu đồ*) in HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape

from proccat.reports.reform import Figure, Reform, ReformLine
from proccat.reports.wording import Lang, head, number, sentence, share, word

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem;
       color: #1a1a1a; background: #fff; }
h1 { font-size: 1.6rem; margin-bottom: .2rem; }
.day { color: #555; margin-top: 0; }
section { border-top: 1px solid #d8dde3; padding: .8rem 0; }
h2 { font-size: 1.05rem; margin: 0; }
p { margin: .2rem 0 .4rem; overflow-wrap: anywhere; }
.row { display: grid; grid-template-columns: 14rem 1fr 5.5rem; gap: .8rem; align-items: center;
       font-size: .9rem; margin: .2rem 0; }
.row b { text-align: right; font-variant-numeric: tabular-nums; }
svg { width: 100%; height: 1rem; display: block; }
.all { fill: #1f6fb2; } .one { fill: #d98324; } .was { fill: #9db4c8; } .bed { fill: #edf1f5; }
.none { color: #8a5a00; }
@media (max-width: 40rem) { .row { grid-template-columns: 1fr 5.5rem; } .row span
       { grid-column: 1 / -1; } }
"""

_WIDTH = Decimal(1000)


def page(report: Reform, lang: Lang = "vi") -> str:
    """A whole page of the report (*trang báo cáo*), each share a bar, one agency beneath all.

    Everything is escaped; the page loads and runs nothing.

    Args:
        report: the report.
        lang: the language of its words.
    """
    return "\n".join(_page(report, lang))


def _page(report: Reform, lang: Lang) -> Iterator[str]:
    title = escape(report.title.of(lang))
    yield "<!DOCTYPE html>"
    yield f'<html lang="{lang}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body>"
    yield f'<h1>{title}</h1><p class="day">{escape(head(report, lang))}</p>'
    for line in report.lines:
        yield f"<section><h2>{escape(line.label.of(lang))}</h2>"
        yield from _of_one(line, line.figures, word("all", lang), "all", lang)
        if report.agency is not None:
            yield from _of_one(line, line.beside, report.agency, "one", lang)
        yield "</section>"
    yield "</body></html>"


def _of_one(
    line: ReformLine, figures: Sequence[Figure], whose: str, style: str, lang: Lang
) -> Iterator[str]:
    """The figures of all, or of the one agency, of a line: a sentence, then its bars."""
    said = escape(sentence(line, figures, lang))
    name = f"{escape(whose)}: " if style == "one" else ""
    yield f"<p>{name}{said}</p>" if figures else f'<p class="none">{name}{said}</p>'
    for figure in figures:
        if figure.share is None:
            continue
        by_level = figure.key == "agencies"
        label = word(figure.level or figure.key, lang) if figure.level or by_level else whose
        yield _bar(label, figure.share, share(figure.share, lang), style)
        change = figure.change
        if change is not None and change.base is not None and figure.key == "observed":
            base = f"{number(change.base, lang, 2)} %"
            was = word("on_year" if change.on_year else "by_stated", lang)
            yield _bar(was, change.base, base, "was")


def _bar(label: str, value: Decimal, said: str, style: str) -> str:
    width = min(max(value, Decimal(0)), Decimal(100)) * _WIDTH / 100
    return (
        f'<div class="row"><span>{escape(label)}</span>'
        f'<svg viewBox="0 0 {_WIDTH} 20" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(label)}: {escape(said)}">'
        f'<rect class="bed" width="{_WIDTH}" height="20"/>'
        f'<rect class="{style}" width="{width.normalize():f}" height="20"/></svg>'
        f"<b>{escape(said)}</b></div>"
    )
