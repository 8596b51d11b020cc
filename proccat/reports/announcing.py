"""Announcing and making public (*công bố, công khai thủ tục*): whether each was in time.

Decree 63/2010/NĐ-CP art. 15 and 24. Internal procedures have none of these limits (art. 1.2a), nor
has a standing taken over from a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final

from proccat.diff.comparing import folded
from proccat.documents import Agency, DocumentRef, Level
from proccat.facts import Recorded, references
from proccat.lean import Deed, LeanHead, read
from proccat.reports.due import Dues, Named, State
from proccat.reports.duties import Authority, authority_of, duty
from proccat.reports.register import Register
from proccat.view import View, fold_of

_ANNOUNCING: Final = ("announced", "replaced", "abolished")
_ANNOUNCED: Final = ("announced", "public")


def announcements(view: View, dues: Dues) -> None:
    """Take down whether procedures were announced and made public in time (*thời hạn công bố*).

    Args:
        view: the catalogue or a snapshot of it.
        dues: where to take it down.
    """
    found = _Announcements(view, dues)
    for subject, deeds, text in _joined(view):
        found.procedure(subject, deeds, text)


def _joined(view: View) -> Iterator[tuple[str, list[Deed], LeanHead | None]]:
    """The acts of each procedure beside the text that stands; both come in order of subjects."""
    texts = view.texts(LeanHead)
    text = next(texts, None)
    for subject, deeds in groupby(view.acts("procedure"), key=itemgetter(0)):
        while text is not None and text.subject < subject:
            text = next(texts, None)
        stands = text is not None and text.subject == subject
        yield subject, list(deeds), text.text if stands and text is not None else None


class _Announcements:
    """The deadlines of procedures, one by one."""

    def __init__(self, view: View, dues: Dues) -> None:
        self._view = view
        self._dues = dues
        self._levels: dict[str, Level] = {}
        for record in view.records("agency"):
            each = record.document
            if isinstance(each, Agency) and each.level is not None:
                self._levels[folded(each.name_on(view.effective))] = each.level
        self._documents = Register(view)
        self._authorities: dict[str, Authority | None] = {}

    def procedure(self, subject: str, deeds: Sequence[Deed], text: LeanHead | None) -> None:
        """The deadlines of one procedure."""
        statuses = [deed for deed in deeds if deed.to is not None]
        if not statuses and deeds[-1].effective <= deeds[-1].on:
            return  # a text taken over from a register, of which nothing tells how it stands
        if len(statuses) > 1:
            statuses.sort(key=itemgetter(2, 3, 1))  # on, effective, seq
        text = text or _last_text(self._view, subject)
        if text is not None and text.internal:
            return
        before: Deed | None = None
        announced = False
        for place, deed in enumerate(statuses):
            resumed = deed.to == "announced" and before is not None and before.to == "suspended"
            due = deed.to == "announced" or (announced and deed.to in _ANNOUNCING)
            if due and not deed.taken_over and not resumed:
                self._announced(subject, text, deed, deeds, statuses[place + 1 :])
            announced = announced or deed.to in _ANNOUNCED
            before = deed
        if before is None or (before.to == "issued" and not before.taken_over):
            self._unannounced(subject, text, before or deeds[-1])

    def _authority(self, text: LeanHead | None, basis: str | None) -> Authority | None:
        """Who announces: by the name of the agency, where that tells, else by the decision."""
        name = text.announcing.name if text is not None and text.announcing else ""
        if name not in self._authorities:
            self._authorities[name] = authority_of(name, (), self._levels)
        known = self._authorities[name]
        if known is not None:
            return known
        decision = (text.decision.ref,) if text is not None and text.decision else ()
        return authority_of("", (*(references(basis) if basis else ()), *decision), {})

    def _announced(
        self,
        subject: str,
        text: LeanHead | None,
        deed: Deed,
        deeds: Sequence[Deed],
        later: Sequence[Deed],
    ) -> None:
        """What was announced: whether in time, and whether it was made public in time."""
        authority = self._authority(text, deed.basis)
        if authority is None:
            self._dues.unclear[subject] = Named.of(text).agency
            return
        rule, signed = duty("announce", authority), None
        last = rule.last_of(deed.effective)
        if deed.on > last:
            signed = self._signing(text, deed, deeds)
        shortened = signed is not None and deed.effective <= signed
        if shortened and signed is not None:
            rule = duty("announce", None, True)
            last = rule.last_of(signed)
        late: State = "impossible" if signed is not None and last < signed else "late"
        self._dues.add("announce", subject, text, last, deed.on, rule.article, late, deed)
        if deed.to != "announced":
            return
        public = None
        for each in later:
            if each.to == "public":
                public = each
                break
        if public is None and any(each.to in _ANNOUNCING for each in later):
            return  # overtaken before it was made public
        rule = duty("publish", authority, shortened)
        done = public.on if public is not None else None
        self._dues.add(
            "publish", subject, text, rule.last_of(deed.on), done, rule.article, "late", public
        )

    def _unannounced(self, subject: str, text: LeanHead | None, deed: Deed) -> None:
        """What was issued, or recorded ahead of its first day, and waits for its announcement."""
        editions = fold_of(self._view.history(subject)).editions
        if not editions and deed.to is None:
            return  # taken back before it stood
        authority = self._authority(text, deed.basis)
        if authority is None or not editions:
            self._dues.unclear[subject] = Named.of(text).agency
            return
        effect = editions[-1].first.isoformat()
        shortened = effect <= deed.on
        rule = duty("announce", authority, shortened)
        last = rule.last_of(deed.on if shortened else effect)
        late: State = "impossible" if last < deed.on else "overdue"
        self._dues.add("announce", subject, text, last, None, rule.article, late, None)

    def _signing(self, text: LeanHead | None, deed: Deed, deeds: Sequence[Deed]) -> str | None:
        """The day on which the legal text was signed that an announcement is about."""
        issued = [each.on for each in deeds if each.to == "issued" and each.on <= deed.on]
        if issued:
            return max(issued)
        effect = date.fromisoformat(deed.effective)
        refs = [ref for each in deeds if each.to is None and each.effective == deed.effective
                for ref in each.references]  # fmt: skip
        days = [day for ref in refs if (day := self._day_of(ref, None))]
        if not days and text is not None:
            days = [
                day
                for basis in text.bases
                if basis.effective_on in (None, effect)
                and (day := self._day_of(
                    basis.document.ref, None if basis.effective_on else effect
                ))
            ]  # fmt: skip
        if days:
            return max(days).isoformat()
        texts = [
            each.on
            for each in deeds
            if each.to is None and each.effective == deed.effective > each.on < deed.on
        ]
        return max(texts, default=None)

    def _day_of(self, ref: DocumentRef, effect: date | None) -> date | None:
        """When a document was signed; with ``effect``, only one recorded with that first day."""
        for document in self._documents.meant(ref):
            if effect in (None, document.effective_on):
                return document.signed_on
        return ref.signed_on if effect is None else None


def _last_text(view: View, subject: str) -> LeanHead | None:
    """The last text that was recorded, where none stands."""
    bodies = (each.body for each in reversed(view.history(subject)) if isinstance(each, Recorded))
    last = next((body for body in bodies if body is not None), None)
    return None if last is None else read(LeanHead, last)
