"""Differences as a two-column table (*bảng so sánh*) in HTML: before beside after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from proccat.diff.change import Change, words

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem;
       color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #c8c8c8; padding: .5rem .75rem; text-align: left; vertical-align: top;
         overflow-wrap: anywhere; white-space: pre-wrap; }
thead th { background: #f0f3f7; }
th[scope=colgroup] { background: #fafafa; font-weight: 600; }
del { background: #fde8e8; text-decoration: none; }
ins { background: #e6f4e6; text-decoration: none; }
"""


def html(changes: Sequence[Change], title: str, before: str, after: str) -> str:
    """A whole page with the changes between two editions (*trang so sánh hai phiên bản*).

    Everything is escaped; the page loads and runs nothing.

    Args:
        changes: what changed, in order.
        title: whose editions are compared.
        before: heading of the left column, such as ``"09/01/2024"``.
        after: heading of the right column.
    """
    return "\n".join(_page(changes, escape(title), escape(before), escape(after)))


def _page(changes: Sequence[Change], title: str, before: str, after: str) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="vi"><head><meta charset="utf-8">'
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{title}</h1>"
    if not changes:
        yield "<p>Không có thay đổi.</p></body></html>"
        return
    yield f"<table><thead><tr><th>{before}</th><th>{after}</th></tr></thead><tbody>"
    for change in changes:
        place = f" ({escape(change.place)})" if change.place else ""
        yield f'<tr><th colspan="2" scope="colgroup">{escape(change.label)}{place}</th></tr>'
        old, new = _cell("del", change.before), _cell("ins", change.after)
        yield f"<tr><td>{old}</td><td>{new}</td></tr>"
    yield "</tbody></table></body></html>"


def _cell(tag: str, value: object) -> str:
    return "" if value is None else f"<{tag}>{escape(_full(value))}</{tag}>"


def _full(value: object) -> str:
    """A value in words, whole, its lines kept."""
    return value if type(value) is str else words(value)
