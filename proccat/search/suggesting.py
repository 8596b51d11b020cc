"""Completions of what is being typed (*gợi ý khi gõ*): names, and phrases that many names share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from proccat.search import planes, terms
from proccat.search.corpus import Corpus
from proccat.search.terms import fold_all
from proccat.search.weights import LINKS
from proccat.text import spans, squash, syllables

_READ: Final = 400
"""Names, the shortest that hold what was typed, that are read."""
_OFTEN: Final = 5
"""Names that share a phrase before it is offered by itself."""
_FURTHER: Final = 7
"""Words by which a phrase goes beyond what was typed."""
_GOES_ON: Final = 0.6
"""A phrase of which so large a share goes on with one and the same word is no whole one."""
_CODE: Final = re.compile(r"[1-9]\.[0-9.]*[A-Za-z0-9.]*")
_WHOLE: Final = re.compile(r"[^,;:()/.–-]*")

Titles = Callable[[Sequence[int]], Mapping[int, str]]


class _Match(NamedTuple):
    number: int
    words: tuple[str, ...]
    at: int | None


def suggestions(typed: str, corpus: Corpus, titles: Titles, limit: int) -> tuple[str, ...]:
    """What may be meant by what is typed so far (*gợi ý*), best first.

    Names that begin so lead, the shorter first; then phrases that go on so in many names; then
    names that hold it further on. Where tones are typed, names with other ones are left out. Of a
    code half typed the names are given whose codes begin so.
    """
    words = tuple(terms.without_lead(syllables(typed[-500:])))
    if not words:
        return ()
    if _CODE.fullmatch(typed.strip()):
        return _coded(typed.strip(), corpus, titles, limit)
    found = sorted(_matches(words, typed[-1:].isalnum(), corpus), key=_rank(words))
    leading = [match for match in found if match.at == 0]
    inside = [match for match in found if match.at != 0]
    texts = titles([match.number for match in (*leading[: 2 * limit], *inside[: 2 * limit])])
    shown: dict[str, str] = {}

    def offer(matches: Sequence[_Match]) -> None:
        for match in matches[: 2 * limit]:
            _put(shown, _without_lead(texts[match.number]))

    offer(leading)
    if len(shown) < limit:
        for match, size in _phrases(found, words):
            (title,) = titles([match.number]).values()
            passage = _passage(title, match, size)
            if _WHOLE.fullmatch(passage):  # no phrase goes over a sign
                _put(shown, passage)
        offer(inside)
    return tuple(shown.values())[:limit]


def _coded(code: str, corpus: Corpus, titles: Titles, limit: int) -> tuple[str, ...]:
    """The names of procedures whose codes begin so, the shorter first."""
    begun = [terms.BEGINNING + terms.CODE + each for each in terms.codes(code)]
    coded = corpus.any_of(begun)
    best = [number for number, _ in planes.top(list(corpus.brevity), coded, limit)]
    texts = titles(best)
    return tuple(dict.fromkeys(_without_lead(texts[number]) for number in best))


def _put(shown: dict[str, str], text: str) -> None:
    """Keeps the first of the texts that differ only in signs, case and spelling."""
    shown.setdefault(" ".join(syllables(text)), text)


def _matches(words: tuple[str, ...], unfinished: bool, corpus: Corpus) -> Iterator[_Match]:
    folded = fold_all(words)
    begun = terms.BEGINNING if unfinished else ""
    wanted = [f"{terms.PAIR}{pair}" for pair in terms.pairs(words)] or [terms.FOLDED + folded[-1]]
    candidates = corpus.all_of([*wanted[:-1], begun + wanted[-1]])
    if not candidates:
        each = [terms.FOLDED + word for word in folded]
        candidates = corpus.all_of([*each[:-1], begun + each[-1]])
    said = [terms.TONED + word for word in words if not word.isascii()]
    if said and unfinished and not words[-1].isascii():
        said[-1] = begun + said[-1]
    candidates &= corpus.all_of(said)
    numbers = [number for number, _ in planes.top(list(corpus.brevity), candidates, _READ)]
    for number, (name, _) in corpus.tokens(numbers).items():
        tokens = tuple(name.split())
        yield _Match(number, tokens, _place(fold_all(tokens), folded, unfinished))


def _place(name: list[str], typed: list[str], unfinished: bool) -> int | None:
    """Where in a name what was typed stands side by side; the last word may go on."""
    size = len(typed)
    for at in range(len(name) - size + 1):
        if name[at : at + size - 1] != typed[:-1]:
            continue
        last = name[at + size - 1]
        if last == typed[-1] or (unfinished and last.startswith(typed[-1])):
            return at
    return None


def _rank(typed: tuple[str, ...]) -> Callable[[_Match], tuple[object, ...]]:
    toned = {word for word in typed if not word.isascii()}

    def key(match: _Match) -> tuple[object, ...]:
        wrong = len(toned.difference(match.words))
        return match.at is None, wrong, len(match.words), match.words, match.number

    return key


def _phrases(found: Sequence[_Match], words: tuple[str, ...]) -> Iterator[tuple[_Match, int]]:
    """What many names go on with, the commonest first: a name that says so, and for how long."""
    size, typed = len(words), fold_all(words)
    often: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], _Match] = {}
    for match in found:
        if match.at is None:
            continue
        for end in range(match.at + size, match.at + size + _FURTHER + 1):
            if end <= len(match.words):
                run = match.words[match.at : end]
                often[run] += 1
                first.setdefault(run, match)
    longer: dict[tuple[str, ...], int] = {}
    for run, count in often.items():
        if run[-1] not in LINKS:
            longer[run[:-1]] = max(count, longer.get(run[:-1], 0))
    likely = [
        run
        for run, count in often.items()
        if count >= _OFTEN
        and longer.get(run, 0) < _GOES_ON * count
        and run[-1] not in LINKS
        and len(run) < size + _FURTHER  # what stands behind a longer one is not known
        and fold_all(run) != typed
    ]
    for run in sorted(likely, key=lambda run: (-often[run], run)):
        yield first[run], len(run)


def _without_lead(title: str) -> str:
    """A name as one would go on typing it: one line, no *thủ tục* before it, a capital first."""
    places = list(spans(title))
    words = [word for word, _, _ in places]
    lead = len(words) - len(terms.without_lead(words))
    return _capital(squash(title[places[lead][1] :])) if places else squash(title)


def _passage(title: str, match: _Match, size: int) -> str:
    """The words of a phrase as a name writes them."""
    places = list(spans(title))
    lead = len(places) - len(match.words)
    at = lead + (match.at or 0)
    return _capital(squash(title[places[at][1] : places[at + size - 1][2]]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
