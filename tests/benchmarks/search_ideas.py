"""What each idea of the ranking brings: the quality of search when it alone is left out.

Run from the project's root: `python tests/benchmarks/search_ideas.py`. The data lies outside the
project, at $PROCCAT_REAL_DATA, by default ../shared/data.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from unittest.mock import patch

import attrs
from search_quality import corpus_lines, data_folder, keywords, measure, postings, questions

from proccat.search import abbreviations, corpus, index, query
from proccat.search.exact import SHARES
from proccat.search.index import Index
from proccat.search.query import Query
from proccat.search.synonyms import Synonyms
from proccat.search.terms import TONED
from proccat.search.weighing import Weighing, weighed
from proccat.search.weights import EXACT, WEIGHTS
from proccat.text import fold

Without = Callable[[ExitStack], None]
"""Leaves an idea out, until the stack ends."""

_SAID: Final = {
    "coverage": "how much of the name was asked for",
    "head": "how much of its first two syllables",
    "pairs": "how many of the query's pairs it has",
    "order": "whether its words stand near each other in the query, in order",
    "kept": "whether it begins with an action asked for (*cấp lại*, *gia hạn* …)",
    "unasked": "whether it begins with another action",
    "field": "words that stand in the field alone count less",
}


def figure(weights: object, **figures: object) -> Without:
    """Another figure in one of the tables of weights."""

    def leave_out(stack: ExitStack) -> None:
        for name, value in figures.items():
            stack.callback(object.__setattr__, weights, name, getattr(weights, name))
            object.__setattr__(weights, name, value)

    return leave_out


def replaced(owner: object, name: str, by: object) -> Without:
    """Another function, or attribute, in place of one."""

    def leave_out(stack: ExitStack) -> None:
        stack.enter_context(patch.object(owner, name, by))

    return leave_out


def both(*ideas: Without) -> Without:
    """Several left out together."""

    def leave_out(stack: ExitStack) -> None:
        for idea in ideas:
            idea(stack)

    return leave_out


def any_length(asked: Query, rarity: Mapping[str, float]) -> Weighing:
    """A query weighed so that the length of a name counts nothing."""
    return attrs.evolve(weighed(asked, rarity), step=0)


def any_tone(asked: Query, rarity: Mapping[str, float]) -> Weighing:
    """A query weighed so that tones count nothing."""
    made = weighed(asked, rarity)
    folded, telling = (
        tuple([each for each in weights if not each[0].startswith(TONED)])
        for weights in (made.terms, made.telling)
    )
    return attrs.evolve(made, terms=folded, telling=telling)


def unchanged(asked: Query, *_: object) -> Query:
    """The query as it is."""
    return asked


def share(name: str) -> Without:
    """One share of the exact scorer counts nothing."""
    at = SHARES.index(name)
    return figure(EXACT, shares=(*EXACT.shares[:at], 0.0, *EXACT.shares[at + 1 :]))


_NO_TONES_OF_PAIRS: Final = replaced(Weighing, "tones", {})
IDEAS: Final[Mapping[str, Without]] = {
    "nothing left out": both(),
    "the exact scorer as a whole": figure(EXACT, shares=(0.0,) * len(SHARES)),
    "– on the best 12 only, instead of 50": figure(EXACT, best=12),
    **{f"– {said}": share(name) for name, said in _SAID.items()},
    "pairs of syllables in the first phase": figure(WEIGHTS, pair=1e-9),
    "short names first": replaced(corpus, "weighed", any_length),
    "exact tones": both(
        replaced(corpus, "weighed", any_tone),
        _NO_TONES_OF_PAIRS,
        replaced(Weighing, "said", ()),
    ),
    "– of a pair, too, and more among keywords": both(
        _NO_TONES_OF_PAIRS, figure(WEIGHTS, toned_keyword=WEIGHTS.toned)
    ),
    "frames of questions count less": replaced(
        query, "_frames", lambda tokens, _: [False] * len(tokens)
    ),
    "abbreviations": replaced(index, "spell_out", unchanged),
    "– learnt from the names": replaced(abbreviations, "_meaning", lambda *_: ()),
    "– known from the file": replaced(Synonyms, "single", lambda *_: ()),
    "– names with the abbreviation say the same": replaced(
        abbreviations, "_with_shorts", unchanged
    ),
    "forgotten blanks (*sảnnói*, *TBKTbị*)": both(
        replaced(query, "apart", lambda token: (token,)),
        replaced(query, "_unstuck", lambda found: found[0]),
    ),
    "everyday words": replaced(index, "with_official_words", unchanged),
    "names that hold all keywords lead over fields": replaced(Weighing, "aside", ()),
}
"""What is left out, by what the table says of it."""


@contextmanager
def leaving_out(idea: str) -> Iterator[None]:
    """Without one idea, nothing remembered from before."""
    with ExitStack() as stack:
        IDEAS[idea](stack)
        query.parse.cache_clear()
        yield
    query.parse.cache_clear()


def rows(store: Any, codes: list[str], asked: Mapping[str, list[tuple[str, str]]]) -> Iterator[str]:
    """A line of the table for each idea."""
    for idea in IDEAS:
        with leaving_out(idea):
            ours = Index(store)
            figures = [measure(ours, codes, pairs) for pairs in asked.values()]
        shown = " | ".join(f"{mrr:.3f} | {ten:.3f}" for mrr, _, ten, *_ in figures)
        yield f"| {idea} | {shown} |"


def main() -> None:
    """Prints the table, or says where the data was looked for."""
    data = data_folder()
    if not (data / "corpus.jsonl").is_file():
        sys.exit(f"no corpus.jsonl in {data}; set PROCCAT_REAL_DATA")
    store, codes = postings(corpus_lines(data))
    real = questions(data)
    asked = {
        "as typed": real,
        "no tones": [(fold(text), code) for text, code in real],
        "keywords": [(keywords(text), code) for text, code in real],
    }
    print(f"{len(codes)} names, {len(real)} questions; MRR@10 and recall@10\n")
    print("| without |" + "".join(f" {title} | |" for title in asked))
    print("|---|" + "---|---|" * len(asked))
    for row in rows(store, codes, asked):
        print(row, flush=True)


if __name__ == "__main__":
    main()
