"""How well search finds what people meant: real names, real questions, one table.

Run from the project's root: `python tests/benchmarks/search_quality.py`. The data lies outside the
project, at $PROCCAT_REAL_DATA, by default ../shared/data.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from proccat.search.index import Index, IndexEntry
from proccat.search.query import parse
from proccat.storage.postings import DDL, SqlitePostings
from proccat.storage.sql import Sql
from proccat.text import fold, syllables

ROOT = Path(__file__).resolve().parents[2]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def postings(corpus: Iterable[dict[str, str]]) -> tuple[SqlitePostings, list[str]]:
    """Names and fields indexed in memory, and the code of each document number."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in DDL:
        connection.execute(statement)
    store = SqlitePostings(Sql(connection, "index"))
    rows = list(corpus)
    connection.execute("BEGIN IMMEDIATE")
    Index(store).add(
        IndexEntry(number, row["code"], row["name"], row.get("field"), (), (), "")
        for number, row in enumerate(rows)
    )
    connection.execute("COMMIT")
    return store, [row["code"] for row in rows]


def build(corpus: Iterable[dict[str, str]]) -> tuple[Index, list[str]]:
    """An index of names and fields in memory, and the code of each document number."""
    store, codes = postings(corpus)
    return Index(store), codes


def without_a_syllable(name: str, chance: random.Random) -> str:
    """A name with one word left out."""
    words = name.split()
    if len(words) > 2:
        del words[chance.randrange(len(words))]
    return " ".join(words)


def with_a_slip(name: str, chance: random.Random) -> str:
    """A name with one letter of one word mistyped."""
    words = name.split()
    at = chance.choice([i for i, word in enumerate(words) if word[0].isalpha()])
    letter = chance.randrange(len(words[at]))
    wrong = chance.choice("abcdeghiklmnopqrstuvxy")
    words[at] = words[at][:letter] + wrong + words[at][letter + 1 :]
    return " ".join(words)


def keywords(question: str) -> str:
    """The words of a question that do not only frame it, as they are typed in a box."""
    return " ".join(word.token for word in parse(question).required)


def tones_kept(index: Index, names: list[set[str]]) -> float:
    """Of the first five hits for one syllable with its tone the share that has that tone.

    Over all syllables that five or more documents have so.

    Args:
        index: of the names.
        names: of each document the syllables of name and field.
    """
    having = Counter(word for name in names for word in name)
    asked = [word for word, documents in having.items() if documents >= 5]
    asked = [word for word in asked if word.isalpha() and not word.isascii()]
    kept = 0
    for word in asked:
        hits = index.search(word, limit=5).hits
        kept += sum(word in names[number] for number, _ in hits)
    return kept / (5 * len(asked))


def measure(index: Index, codes: list[str], asked: list[tuple[str, str]]) -> tuple[float, ...]:
    """MRR@10, recall@1, recall@10, median milliseconds and median total for (query, code) pairs."""
    reciprocal = first = ten = 0.0
    times, totals = [], []
    for query, code in asked:
        start = time.perf_counter()
        ranking = index.search(query, limit=10)
        times.append(time.perf_counter() - start)
        totals.append(ranking.total)
        found = [codes[number] for number, _ in ranking.hits]
        if code in found:
            rank = found.index(code) + 1
            reciprocal += 1 / rank
            first += rank == 1
            ten += 1
    n = len(asked)
    middle = sorted(times)[n // 2] * 1000
    return reciprocal / n, first / n, ten / n, middle, sorted(totals)[n // 2]


def data_folder() -> Path:
    """Where the real names and questions lie, if anywhere."""
    return Path(os.environ.get("PROCCAT_REAL_DATA", ROOT.parent / "shared" / "data")) / "relevance"


def corpus_lines(data: Path) -> list[dict[str, str]]:
    """The real names with codes and fields."""
    return _lines(data / "corpus.jsonl")


def spoken(data: Path) -> list[set[str]]:
    """The syllables of each real name and of its field, as the index reads them."""
    lines = corpus_lines(data)
    return [{*syllables(each["name"]), *syllables(each.get("field") or "")} for each in lines]


def questions(data: Path) -> list[tuple[str, str]]:
    """The real questions with the code each was answered under; none where they are absent."""
    file = data / "questions-dev.jsonl"
    return [(row["question"], row["code"]) for row in _lines(file)] if file.is_file() else []


def trials(data: Path) -> tuple[Index, list[str], dict[str, list[tuple[str, str]]]]:
    """An index of the real names, its codes, and by title what is asked and should be found."""
    corpus, asked = corpus_lines(data), questions(data)
    named = random.Random(4).sample([(row["name"], row["code"]) for row in corpus], 500)
    chance = random.Random(5)
    index, codes = build(corpus)
    return index, codes, {
        "questions as typed": asked,
        "questions, no tones": [(fold(query), code) for query, code in asked],
        "questions, keywords alone": [(keywords(query), code) for query, code in asked],
        "own names, no tones": [(fold(name), code) for name, code in named],
        "own names, a word missing": [(without_a_syllable(n, chance), code) for n, code in named],
        "own names, a letter wrong": [(with_a_slip(n, chance), code) for n, code in named],
    }  # fmt: skip


def main() -> None:
    """Prints the table, or says where the data was looked for."""
    data = data_folder()
    if not (data / "corpus.jsonl").is_file():
        sys.exit(f"no corpus.jsonl in {data}; set PROCCAT_REAL_DATA")
    index, codes, tables = trials(data)
    print(f"{len(codes)} names; MRR@10, recall@1, recall@10, median ms, median total")
    print(f"{'':<28}{'MRR@10':>8}{'R@1':>8}{'R@10':>8}{'p50 ms':>8}{'p50 total':>11}")
    for title, pairs in tables.items():
        mrr, one, ten, middle, total = measure(index, codes, pairs)
        print(f"{title:<28}{mrr:>8.3f}{one:>8.3f}{ten:>8.3f}{middle:>8.2f}{total:>11.0f}")
    print(f"one syllable with its tone: {tones_kept(index, spoken(data)):.3f} of five hits have it")


if __name__ == "__main__":
    main()
