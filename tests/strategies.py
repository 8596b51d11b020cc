"""Hypothesis strategies for documents, facts and whole histories, and what plays them."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
from hypothesis import strategies as st

from proccat import Agency, Catalogue, Item, LegalDocument, Procedure, Programme, Stated
from proccat.errors import ProccatError, TransitionError
from proccat.lifecycle import PUBLICATION, SIMPLIFICATION
from proccat.search.index import Index, IndexEntry
from proccat.standing import LogLine
from proccat.storage.postings import DDL, SqlitePostings
from proccat.storage.sql import Sql

NOW = datetime(2026, 11, 15, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 15)
START = date(2026, 9, 1)
WINDOW = 120  # days of legal time in which random histories play: past today on purpose

CODES = ("1.000894", "2.000815", "1.001193")
PROGRAMME = "68/NQ-CP/2020"
ITEMS = (
    f"item:{PROGRAMME}/procedure/1.000894",
    f"item:{PROGRAMME}/task/vi-tri-viec-lam",
    f"item:{PROGRAMME}/internal_procedure/5.002546",
)
NAMES = ("Đăng ký kết hôn", "Đăng ký khai sinh", "Cấp giấy phép lái xe")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **ahead: float) -> None:
        """Ahead by so much; back if it is negative."""
        self.now += timedelta(**ahead)


@contextlib.contextmanager
def memory(clock: Clock | None = None) -> Iterator[Catalogue]:
    """An empty catalogue in memory."""
    with Catalogue.open(":memory:", clock=clock or Clock()) as catalogue:
        yield catalogue


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder of its own for one example: `tmp_path` is one for all of them."""
    with tempfile.TemporaryDirectory(prefix="proccat-") as name:
        yield Path(name)


def kethon(name: str = NAMES[0], code: str = CODES[0], **more: Any) -> Procedure:
    """A small procedure: marriage registration."""
    return Procedure(code=code, name=name, **more)


def programme(**more: Any) -> Programme:
    """The programme that items belong to."""
    return Programme(**({"id": PROGRAMME, "name": "Cắt giảm quy định kinh doanh"} | more))


def item(subject: str = ITEMS[0], **more: Any) -> Item:
    """The item of a subject of :data:`ITEMS`, or of one like them."""
    given, kind, about = subject.removeprefix("item:").rsplit("/", 2)
    return Item(programme=given, subject_kind=kind, about=about, **more)


def on(offset: int) -> date:
    """A day of the window."""
    return START + timedelta(days=offset)


# -- documents --------------------------------------------------------------------------------

_LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cs", "Cc"),
    exclude_characters="\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff",
)
words = st.one_of(
    st.sampled_from((*NAMES, "Đăng ký  kết\nhôn", "dang ky", "=1+1", "a\u0309", "</script>")),
    st.text(_LETTERS, min_size=1, max_size=20).filter(lambda text: bool(text.strip())),
)
codes = st.one_of(
    st.sampled_from(CODES),
    st.from_regex(r"[1-6]\.[0-9]{6}", fullmatch=True),
    st.from_regex(r"[1-6]\.[0-9]{6}\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[GH][0-9]{2}", fullmatch=True),
)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Unknown, stated to be none, or a value."""
    return st.one_of(st.none(), st.builds(Stated.none, words), values)


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A short list that is not empty."""
    return st.lists(values, min_size=1, max_size=3).map(tuple)


_levels = st.sampled_from(("ministry", "province", "district", "commune", "other"))
_fees = st.fixed_dictionaries(
    {"amount": st.integers(0, 10**9)},
    optional={"kind": st.sampled_from(("fee", "charge")), "words": words},
)
_limits = st.one_of(
    words,
    st.fixed_dictionaries(
        {
            "quantity": st.decimals(0, 999, places=1, allow_nan=False),
            "unit": st.sampled_from(("hour", "day", "working_day", "month")),
        },
        optional={"words": words},
    ),
)
_manners = st.fixed_dictionaries(
    {"channel": st.sampled_from(("direct", "online", "postal"))},
    optional={"limit": maybe(_limits), "fees": maybe(several(_fees)), "description": words},
)
_cases = st.fixed_dictionaries(
    {},
    optional={
        "name": words,
        "steps": maybe(several(words)),
        "components": maybe(several(words)),
        "sets": st.integers(0, 9),
    },
)
procedures = st.builds(
    Procedure,
    code=codes,
    name=words,
    field=st.one_of(st.none(), words),
    levels=st.one_of(st.none(), several(_levels)),
    cases=maybe(several(_cases)),
    manners=maybe(several(_manners)),
    performers=maybe(several(words)),
    executing=maybe(several(words)),
    results=maybe(several(words)),
    legal_bases=maybe(several(st.sampled_from(("68/2020/QH14", "87/2020/NĐ-CP", "Luật Hộ tịch")))),
    description=maybe(words),
    keywords=st.one_of(st.none(), several(words)),
    extensions=st.dictionaries(
        st.sampled_from(("x:a", "vp:so-thu-tu")),
        st.recursive(
            st.none() | st.booleans() | st.integers(-9, 9) | words,
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
            max_leaves=4,
        ),
        max_size=2,
    ),
)
"""Procedures with anything a file may bring in them."""


# -- facts ------------------------------------------------------------------------------------

_days = st.integers(0, 30).map(on)


@st.composite
def lines(draw: st.DrawFn, most: int = 12) -> tuple[LogLine, ...]:
    """The facts of one subject in any order of days: texts, corrections, statuses, voids."""
    made: list[LogLine] = []
    taken: set[int] = set()
    for seq in range(1, draw(st.integers(0, most)) + 1):
        texts = [line for line in made if line.kind == "recorded" and line.seq not in taken]
        standing = [line for line in made if line.kind != "voided" and line.seq not in taken]
        choices = ["text", "text", "status", "status"]
        choices += ["correction"] if texts else []
        choices += ["void", "void"] if standing else []
        kind, day = draw(st.sampled_from(choices)), draw(_days)
        effective = draw(st.one_of(st.just(day), _days))
        ends = st.one_of(st.none(), st.integers(0, 12).map(lambda n: n * _1).map(effective.__add__))
        if kind == "status":
            to = draw(st.sampled_from(tuple(PUBLICATION.statuses)))
            until = draw(ends) if PUBLICATION.statuses[to].until else None
            made.append(LogLine(seq, "status", day, effective, until, to))
        elif kind == "text":
            sunsets = [t.seq for t in texts if t.until is not None]
            over = draw(st.sampled_from([None, *sunsets]))
            digest = draw(st.sampled_from("abc"))
            made.append(
                LogLine(seq, "recorded", day, effective, draw(ends), supersedes=over, digest=digest)
            )
        elif kind == "correction":
            of = draw(st.sampled_from(texts))
            made.append(
                LogLine(
                    seq, "recorded", day, of.effective, of.until, corrects=of.seq, digest=str(seq)
                )
            )
        else:
            what = draw(st.sampled_from(standing))
            taken.add(what.seq)
            assert what.effective is not None
            length = (what.until - what.effective).days if what.until else 10
            late = what.effective + draw(st.integers(0, length)) * _1
            from_ = draw(st.sampled_from((None, late))) if what.corrects is None else None
            made.append(LogLine(seq, "voided", day, from_, voids=what.seq))
    return tuple(made)


_1 = timedelta(days=1)


# -- histories --------------------------------------------------------------------------------


@attrs.frozen
class Move:
    """One thing that somebody tries to do to a catalogue."""

    kind: str
    subject: str
    pick: int
    on: date
    effective: date | None
    until: date | None
    words: str


moves = st.builds(
    Move,
    kind=st.sampled_from(
        (
            "record",
            "record",
            "status",
            "status",
            "status",
            "correct",
            "supersede",
            "void",
            "annul",
            "instead",
        )
    ),
    subject=st.sampled_from((*(f"procedure:{code}" for code in CODES[:2]), *ITEMS)),
    pick=st.integers(0, 20),
    on=st.integers(0, 75).map(on),
    effective=st.one_of(st.none(), st.integers(0, WINDOW).map(on)),
    until=st.one_of(st.none(), st.none(), st.integers(40, WINDOW).map(on)),
    words=st.sampled_from(NAMES),
)
histories = st.lists(st.lists(moves, min_size=1, max_size=4), max_size=9)
"""Groups of moves; each group is one transaction."""


def play(
    catalogue: Catalogue,
    clock: Clock,
    history: Sequence[Sequence[Move]],
    between: Callable[[], object] = lambda: None,
) -> None:
    """Do what can be done of a history, and something between; what is refused leaves no trace."""
    catalogue.record(programme(), on=START, actor="vp-ubnd")
    for group in history:
        clock.move(seconds=7)
        with contextlib.suppress(ProccatError), catalogue.transaction():
            for move in group:
                _try(catalogue, move, in_one=len(group) > 1)
                between()


def _try(catalogue: Catalogue, move: Move, *, in_one: bool) -> None:
    try:
        _do(catalogue, move, None)
    except TransitionError:
        raise
    except ProccatError:
        if not in_one:
            raise


def _do(catalogue: Catalogue, move: Move, to: str | None) -> None:
    kind, _, key = move.subject.partition(":")
    facts = [fact for fact in catalogue.facts() if fact.subject == move.subject]
    texts = [fact.seq for fact in facts if fact.kind == "recorded"]
    document = (
        kethon(move.words, key) if kind == "procedure" else item(move.subject, name=move.words)
    )
    common: dict[str, Any] = {"on": move.on, "actor": "vp-ubnd"}
    if move.kind == "record" or not facts:
        catalogue.record(document, effective=move.effective, until=move.until, **common)
    elif move.kind == "status":
        lifecycle = PUBLICATION if kind == "procedure" else SIMPLIFICATION
        day = move.effective or move.on
        current = [f.to for f in facts if f.to and f.effective and f.effective <= day]
        rows = lifecycle.rows(current[-1] if current else None)
        options = [row.to for row in rows] or list(lifecycle.statuses)
        wanted = options[move.pick % len(options)]
        catalogue.change_status(
            move.subject,
            wanted,
            effective=None if wanted in lifecycle.immediate else move.effective,
            until=move.until if lifecycle.statuses[wanted].until else None,
            successors=("1.009999",) if wanted == "replaced" else (),
            **common,
        )
    elif move.kind == "correct" and texts:
        catalogue.record(document, corrects=texts[move.pick % len(texts)], **common)
    elif move.kind == "supersede" and texts:
        over = texts[move.pick % len(texts)]
        catalogue.record(document, effective=move.effective, supersedes=over, **common)
    else:
        target = facts[move.pick % len(facts)]
        from_ = move.effective if move.kind == "annul" else None
        instead = document if move.kind == "instead" and target.kind == "recorded" else None
        catalogue.void(target.seq, reason="nhập sai", from_=from_, instead=instead, **common)


def agency(**more: Any) -> Agency:
    """A small agency."""
    return Agency(**({"id": "bo-tu-phap", "names": ["Bộ Tư pháp"]} | more))


def decree(number: str = "87/2020/NĐ-CP", **more: Any) -> LegalDocument:
    """A small legal document."""
    return LegalDocument(number=number, **more)


def postings_connection() -> sqlite3.Connection:
    """A database in memory with the tables of the search index."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in DDL:
        connection.execute(statement)
    return connection


def indexed(entries: Iterable[IndexEntry]) -> Index:
    """An index of those entries alone."""
    index = Index(SqlitePostings(Sql(postings_connection(), "index")))
    index.add(entries)
    return index
