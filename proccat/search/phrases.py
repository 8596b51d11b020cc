"""What marks in a query ask for (*cụm từ trong ngoặc kép, từ loại trừ*): phrases and exclusions.

Words in quotes stand side by side in a name or field; what a leading minus marks stands in neither.
A mark that makes no sense is ordinary text: nothing a person types is a mistake in syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import attrs

from proccat.search import terms
from proccat.search.bitmaps import from_ords, iter_ords
from proccat.search.corpus import Corpus
from proccat.search.query import MOST_CHARACTERS, parse
from proccat.search.weights import MOST_WORDS
from proccat.text import fold, syllables

_MINUS: Final = "-\u2010\u2011\u2012\u2013\u2212"
"""What keyboards and word processors write for a minus; the em dash is punctuation."""
_QUOTED: Final = '“(?P<curly>[^“”]*)”|"(?P<straight>[^"]*)"|«(?P<angle>[^«»]*)»'
_MARKED: Final = re.compile(
    f"(?P<minus>(?:(?<=\\s)|^)[{_MINUS}])?(?:{_QUOTED})"
    f'|(?:(?<=\\s)|^)[{_MINUS}](?P<word>[^\\W_][^\\s"“”«»]*)'
)
_STUCK: Final = re.compile(rf"(?:{_QUOTED})(?=[{_MINUS}])")
_MARKS: Final = frozenset(f'{_MINUS}"“«')


@attrs.frozen
class Phrase:
    """Words that stand side by side (*cụm từ*), or a single one, or a code.

    Attributes:
        tokens: its words; where none bears a tone, tones do not count.
        codes: what it is as a code.
    """

    tokens: tuple[str, ...]
    codes: tuple[str, ...]


@attrs.frozen
class Asked:
    """A query with its marks read (*câu tra cứu*).

    Attributes:
        text: what is searched for, the words of phrases included.
        phrases: what a name or field must hold.
        without: what neither may hold.
    """

    text: str
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()

    def left(self, corpus: Corpus, among: int) -> int:
        """Those of some documents (*văn bản còn lại*) that hold each phrase and no exclusion."""
        for phrase in self.phrases:
            among &= holding(phrase, corpus, among)
        for phrase in self.without:
            among &= ~holding(phrase, corpus, among)
        return among


@lru_cache(maxsize=16)
def read(query: str) -> Asked:
    """Reads the marks of a query (*dấu ngoặc kép, dấu trừ*); never raises.

    In a whole question quotes only quote: they bind where what stands around them are keywords.
    """
    query = query[:MOST_CHARACTERS]
    if _MARKS.isdisjoint(query):
        return Asked(query)
    query = _STUCK.sub(r"\g<0> ", query)
    around: list[str] = []
    whole: list[str] = []
    phrases: list[Phrase] = []
    without: list[Phrase] = []
    at, room = 0, MOST_WORDS
    for found in _MARKED.finditer(query):
        words = next(
            (part for name, part in found.groupdict().items() if name != "minus" and part), ""
        )
        tokens = syllables(words)
        phrase = Phrase(tokens, tuple(terms.codes(words)) if len(words.split()) == 1 else ())
        excluded = found["minus"] is not None or found["word"] is not None
        before = query[at : found.start()]
        at = found.end()
        around.append(before)
        if excluded:
            whole.append(before.rstrip())
        else:
            whole += (before, " ", words, " ")
        room -= len(tokens)
        marked = without if excluded else phrases
        if tokens and room >= 0 and phrase not in marked:
            marked.append(phrase)
    rest = query[at:]
    if phrases and not _are_keywords(" ".join([*around, rest])):
        phrases.clear()
    return Asked("".join([*whole, rest]), tuple(phrases), tuple(without))


def _are_keywords(text: str) -> bool:
    around = parse(text)
    return not around.words or around.is_keywords


def holding(phrase: Phrase, corpus: Corpus, among: int) -> int:
    """Those of some documents that hold a phrase (*chứa cụm từ*), or bear it as their code.

    What is found of a phrase is kept: each page and filter asks again.
    """
    key = (*phrase.tokens, "", *phrase.codes)
    found = corpus.phrases.get(key)
    if found is None:
        found = _holding(phrase, corpus)
        corpus.phrases.put(key, found)
    return found & among


def _holding(phrase: Phrase, corpus: Corpus) -> int:
    """Pairs of syllables leave few candidates; the stored tokens decide."""
    tokens = phrase.tokens
    toned = any(not token.isascii() for token in tokens)
    lead = len(tokens) - len(terms.without_lead(tokens))
    rest = tokens[lead:]
    wanted = [terms.FOLDED + word for word in terms.fold_all(rest)]
    wanted += (terms.PAIR + pair for pair in terms.pairs(rest))
    wanted += (terms.TONED + token for token in rest if not token.isascii())
    bits = corpus.all_of(wanted)
    if len(tokens) > 1 and (toned or lead or len(tokens) > 2):
        words = " ".join(tokens if toned else terms.fold_all(tokens))
        bits = from_ords(_side_by_side(words, toned, corpus, bits))
    return bits | corpus.any_of([terms.CODE + code for code in phrase.codes])


def _side_by_side(words: str, toned: bool, corpus: Corpus, candidates: int) -> Iterator[int]:
    """The documents whose name, with the *thủ tục* that it may begin with, or field holds words."""
    sought = f" {words} "
    for number, (name, field) in corpus.tokens(list(iter_ords(candidates))).items():
        texts = f" thủ tục {name} | {field} "
        if sought in (texts if toned else fold(texts)):
            yield number
