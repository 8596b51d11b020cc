"""The legal documents of a store over all days (*hiệu lực của văn bản qua thời gian*), as known.

Only what is asked about is read: the documents of a number, and those that end this number.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from proccat.documents import DocumentRef, LegalDocument
from proccat.ends import Dated, Ender, end_of, named
from proccat.facts import Recorded
from proccat.force import Basis, Life
from proccat.standing import Fold
from proccat.storage.sqlite import SqliteStore


@attrs.define
class Lives:
    """Legal documents at one point of the log, each read once.

    Attributes:
        store: where.
        seq: the last fact that is known.
    """

    store: SqliteStore
    seq: int
    _lives: dict[str, Life] = attrs.field(init=False, factory=dict)
    _texts: dict[str, tuple[Fold, dict[int, Dated]]] = attrs.field(init=False, factory=dict)
    _enders: dict[str, tuple[Ender, ...]] = attrs.field(init=False, factory=dict)

    def of(self, subject: str) -> Life:
        """A legal document over all days."""
        if subject not in self._lives:
            fold, texts = self._read(subject)
            ends = {seq: (text, end_of(text, self.enders)) for seq, text in texts.items()}
            self._lives[subject] = Life(subject.partition(":")[2], fold, ends)
        return self._lives[subject]

    def basis(self, ref: DocumentRef) -> Basis:
        """What a legal basis may mean: the documents of its number."""
        subjects = self.store.projections.opened_by("document", ref.number_key, self.seq)
        return Basis(ref, [self.of(subject) for subject in subjects])

    def enders(self, key: str) -> Sequence[Ender]:
        """The texts, of those that ever stand, which replace or repeal a comparable number."""
        if key not in self._enders:
            self._enders[key] = tuple(
                Ender(text, ref, how)
                for seq, subject in self.store.projections.enders(key, self.seq)
                if (text := self._read(subject)[1].get(seq)) is not None
                for ref, how in named(text.document)
                if ref.number_key == key
            )
        return self._enders[key]

    def _read(self, subject: str) -> tuple[Fold, dict[int, Dated]]:
        """The facts of a subject, and its texts that ever stand, by fact."""
        if subject not in self._texts:
            fold = Fold(self.store.log.lines(subject, self.seq))
            lines = {line.seq: line for line in fold.lines}
            lasts = {span.fact: span.last for span in fold.editions}
            texts = {}
            for seq, last in lasts.items():
                fact = self.store.log.fact(seq)
                document = fact.document if isinstance(fact, Recorded) else None
                if isinstance(document, LegalDocument):
                    line = lines[fold.root_of(seq)]
                    texts[seq] = Dated.recorded(document, subject, line, last)
            self._texts[subject] = fold, texts
        return self._texts[subject]
