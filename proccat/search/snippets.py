"""Where in a text the query is (*trích đoạn*): spans and a passage, always of the original text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from functools import lru_cache
from html import escape
from typing import Final

from proccat.search.query import BEGUN
from proccat.text import fold, spans

ELLIPSIS: Final = "…"


Pieces = Iterable[tuple[str, bool]]
"""What is shown, piece by piece, and whether each piece is a match."""


def bracketed(pieces: Pieces) -> str:
    """A passage as text (*đánh dấu bằng ngoặc vuông*): verbatim, matches in [brackets]."""
    return "".join([f"[{text}]" if matched else text for text, matched in pieces])


def as_html(pieces: Pieces) -> str:
    """A passage as HTML (*đánh dấu bằng HTML*): all of it escaped, matches in ``<mark>``."""
    return "".join(
        [f"<mark>{escape(text)}</mark>" if matched else escape(text) for text, matched in pieces]
    )


def snippet(
    text: str, words: Set[str], shown: Callable[[Pieces], str] = bracketed, width: int = 160
) -> str | None:
    """A passage of the text around the best match (*trích đoạn*), its matches marked.

    Args:
        text: the original, verbatim.
        words: the `marked` ones of a query, typed with or without tones.
        shown: how it is written.
        width: most characters of the text, cuts ("…") counted and marks not.

    Returns:
        None if none of the words is in the text; `cut` shows its beginning.
    """
    found = _matches(text, words) or _matches(text, frozenset(map(fold, words)))
    return shown(_pieces(text, found, width)) if found else None


def cut(text: str, shown: Callable[[Pieces], str] = bracketed, width: int = 160) -> str:
    """The beginning of a text (*phần đầu*), no longer than the width."""
    return shown(_pieces(text, [], width))


def _pieces(text: str, found: list[tuple[int, int, str]], width: int) -> Iterator[tuple[str, bool]]:
    start, end = _passage(text, found, width)
    at = start
    if start:
        yield ELLIPSIS, False
    for first, last in _runs(text, found):
        if start <= first and last <= end:
            yield text[at:first], False
            yield text[first:last], True
            at = last
    yield text[at:end], False
    if end < len(text):
        yield ELLIPSIS, False


def _matches(text: str, words: Set[str]) -> list[tuple[int, int, str]]:
    """(start, end, folded word) of each match, none inside another."""
    found: list[tuple[int, int, str]] = []
    begun = tuple(word.removesuffix(BEGUN) for word in words if word.endswith(BEGUN))
    reached, beside = 0, False
    for token, start, end in spans(text) if words else ():
        folded = _folded(token)
        if start < reached:
            continue
        coded = not folded.isalnum() and _as_code(folded) in words
        beside = (
            coded
            or not words.isdisjoint((token, folded))
            or _begins(token, folded, begun, beside=beside)
        )
        if beside:
            found.append((start, end, folded))
            reached = end
    return found


def _begins(token: str, folded: str, begun: tuple[str, ...], *, beside: bool) -> bool:
    """Whether a word is one that was half typed; of a single letter, behind a match only."""
    return any(
        (beside or len(each) > 1) and (token.startswith(each) or folded.startswith(each))
        for each in begun
    )


_folded = lru_cache(maxsize=65_536)(fold)


def _runs(text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Matches with only a blank between them as one place."""
    runs: list[tuple[int, int]] = []
    for start, end, _ in found:
        if runs and text[runs[-1][1] : start].isspace():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _as_code(folded: str) -> str:
    """A compound as a code may be typed, without its separators."""
    return "".join(c for c in folded if c.isalnum())


def _passage(text: str, found: list[tuple[int, int, str]], width: int) -> tuple[int, int]:
    """Start and end of the passage: most different words, then most words, then the first."""
    if len(text) <= width:
        return 0, len(text)
    room = max(1, width - 2 * len(ELLIPSIS))
    best, chosen = (0, 0), (0, 0)
    words: dict[str, int] = {}
    left = 0
    for right, (_, end, word) in enumerate(found):
        words[word] = words.get(word, 0) + 1
        while left < right and end - found[left][0] > room:
            gone = found[left][2]
            words[gone] -= 1
            if not words[gone]:
                del words[gone]
            left += 1
        if (len(words), right - left) > best:
            best, chosen = (len(words), right - left), (found[left][0], end)
    return _widened(text, *chosen, room)


def _widened(text: str, first: int, last: int, room: int) -> tuple[int, int]:
    """The passage stretched to the room there is, a third of it before, and cut at whole words."""
    spare = max(0, room - (last - first))
    start = max(0, first - spare // 3)
    end = min(len(text), start + room)
    start = max(0, min(start, end - room))
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    if end < len(text) and not text[end].isspace():
        cut = end
        while cut > max(last, start + 1) and not text[cut - 1].isspace():
            cut -= 1
        end = cut if text[cut - 1].isspace() or cut == last else end
    while end > max(last, start + 1) and text[end - 1].isspace():
        end -= 1
    return start, end
