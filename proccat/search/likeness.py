"""Likeness of names (*mức độ giống nhau*): how much two names share, and what tells them apart.

Nearly equal names can mean the opposite ("gia hạn giao", "giao"), so a likeness never decides: only
names that are the same word for word are the same, anything else is for a person to judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import attrs

from proccat import text as texts
from proccat.search.terms import without_lead


@attrs.frozen
class Likeness:
    """How alike two names are (*độ giống*).

    Attributes:
        score: the share of syllables that both have in the same order, 0 to 1.
        here: the words that only the first name has, run by run.
        there: the words that only the second name has, run by run.
    """

    score: float
    here: tuple[str, ...]
    there: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the names are the same word for word, tones included."""
        return not self.here and not self.there


def likeness(first: str, second: str) -> Likeness:
    """Compares two names (*so sánh tên thủ tục*) syllable by syllable.

    A leading "thủ tục" says nothing; case, blanks, tone placement and i/y do not matter; a syllable
    with another tone is another word, but half alike.
    """
    here, there = _words(first), _words(second)
    plain = [[texts.fold(word) for word in words] for words in (here, there)]
    alone: tuple[list[str], list[str]] = ([], [])
    shared = 0.0
    for tag, a, b, c, d in SequenceMatcher(a=plain[0], b=plain[1], autojunk=False).get_opcodes():
        if tag == "equal":
            for mine, yours in zip(here[a:b], there[c:d], strict=True):
                shared += 1.0 if mine == yours else 0.5
                if mine != yours:
                    alone[0].append(mine)
                    alone[1].append(yours)
        else:
            alone[0].extend([" ".join(here[a:b])] if b > a else [])
            alone[1].extend([" ".join(there[c:d])] if d > c else [])
    whole = len(here) + len(there)
    return Likeness(
        round(2 * shared / whole, 4) if whole else 0.0, tuple(alone[0]), tuple(alone[1])
    )


def _words(name: str) -> Sequence[str]:
    return without_lead(texts.syllables(name))
