"""Agencies in time (*cơ quan theo thời gian*): who a name means on a day, and who carries on.

Names, aliases and codes are dated, and so is succession. A figure counted by the agencies of one
day can be restated on those of another: an item whose agency was merged goes to the one that came
of it; where an agency was split (or one looks back behind a merger) the records do not say which
part an item belongs to, so it goes to a joint row, "A + B". So each item is in one row, and rows
add up to the total whichever day they are stated on.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from proccat import text as texts
from proccat.documents import Agency
from proccat.documents.agency import SuccessionKind
from proccat.errors import UnknownAgencyError
from proccat.view import View

_JOINT = " + "


def folded(name: str) -> str:
    """A name for comparing (*so khớp tên*): tones, case and blanks aside."""
    return texts.fold(texts.squash(name))


@attrs.frozen
class Meant:
    """Who a name means (*cơ quan được gọi tên*).

    Attributes:
        agency: the agency.
        on: a day on which the name was its own: the one asked for, or the nearest to it.
    """

    agency: Agency
    on: date


class Directory:
    """The agencies (*danh bạ cơ quan*), by whatever they are called on a day.

    Args:
        agencies: the agencies, one text each.
    """

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._by_id = {agency.id: agency for agency in agencies}
        self._called: dict[str, dict[str, Agency]] = {}
        for agency in self._by_id.values():
            for word in _words(agency):
                self._called.setdefault(folded(word), {})[agency.id] = agency

    @classmethod
    def of(cls, view: View) -> Directory:
        """The directory of a view: every agency as last known, those of other days included."""
        return cls(text for text in view.last_texts("agency") if isinstance(text, Agency))

    def resolve(self, name: str, on: date) -> Agency:
        """The agency that answers to a name, alias, code or id on a day.

        Raises:
            UnknownAgencyError: none does, or several do; ``candidates`` lists them.
        """
        found = self.answering(name, on)
        if len(found) == 1:
            return found[0]
        if found:
            ids = [agency.id for agency in found]
            raise UnknownAgencyError(
                f"{name!r} means several agencies on {on}: {', '.join(ids)}", name, ids
            )
        there = (agency for agency in self._by_id.values() if agency.exists_on(on))
        others = [agency.name_on(on) for agency in there]
        close = difflib.get_close_matches(name, others, n=3, cutoff=0.7)
        hint = f"; did you mean {', '.join(close)}?" if close else ""
        raise UnknownAgencyError(f"no agency is called {name!r} on {on}{hint}", name, close)

    def answering(self, name: str, on: date) -> list[Agency]:
        """The agencies that answer to a name, alias, code or id on a day: none, one or several."""
        asked = folded(name)
        return [
            agency
            for agency in self._called.get(asked, {}).values()
            if agency.answers_to(asked, on)
        ]

    def meant(self, name: str, written: date) -> Meant | None:
        """Who a name in a text means: who bears it on the day of the text, else nearest to it.

        Returns:
            None for a class of agencies, an unknown name and one that several bear alike.
        """
        found = self.answering(name, written)
        if found:
            return Meant(found[0], written) if len(found) == 1 else None
        asked = folded(name)
        near = sorted(
            (abs((day - written).days), agency.id, day)
            for agency in self._called.get(asked, {}).values()
            for day in _ends_of(agency, asked)
        )
        if not near or any(id_ != near[0][1] for far, id_, _ in near if far == near[0][0]):
            return None
        return Meant(self._by_id[near[0][1]], near[0][2])

    def carried(self, id: str, since: date, until: date) -> tuple[str, ...]:
        """The ids of the agencies that carry on (*cơ quan kế thừa*) for one, in order.

        Args:
            id: the agency that acted.
            since: the day on which it did.
            until: the day that is asked about; a day before ``since`` looks back to the agencies
                it came of.
        """
        if until < since:
            return tuple(
                other.id
                for other in self._by_id.values()
                if other.exists_on(until) and id in self._onward(other.id, until, since)
            ) or (id,)
        return self._onward(id, since, until)

    def _onward(self, id: str, since: date, until: date) -> tuple[str, ...]:
        waiting, seen, last = [(id, since)], {(id, since)}, {}
        while waiting:
            current, entered = waiting.pop(0)
            agency = self._by_id.get(current)
            rows = [
                row
                for row in (agency.succession if agency else None) or ()
                if entered < row.on <= until and row.kind is not SuccessionKind.TRANSFERRED
            ]
            if not rows:
                last[current] = True
                continue
            first = min(row.on for row in rows)
            steps = [(to, first) for row in rows if row.on == first for to in row.to]
            waiting += [step for step in steps if step not in seen]
            seen.update(steps)
        return tuple(last)

    def name(self, id: str, on: date) -> str:
        """The official name of an agency on a day; its id where it is not recorded."""
        agency = self._by_id.get(id)
        return agency.name_on(on) if agency else id

    def restated(self, name: str, written: date, on: date) -> str:
        """A name in a text as the agencies of another day would bear it (*quy đổi tên cơ quan*).

        Args:
            name: the words of the text.
            written: the day of the text.
            on: the day whose agencies are meant.

        Returns:
            The name of the agency that carries on, a joint name where several do together, the
            words themselves where they are a class of agencies or nobody's name.
        """
        meant = self.meant(name, written)
        if meant is None:
            return name
        ids = self.carried(meant.agency.id, meant.on, on)
        return _JOINT.join(dict.fromkeys(self.name(each, on) for each in ids))


class Asked:
    """An agency that somebody asks for (*cơ quan được hỏi*), by its words or as registers know it.

    Args:
        view: the catalogue or a snapshot of it.
        agency: a name, alias, code or id; None for all agencies.
    """

    def __init__(self, view: View, agency: str | None) -> None:
        self._agency = agency
        self._on = view.effective
        self._directory = Directory.of(view) if agency is not None else Directory(())
        self._words = {folded(agency)} if agency is not None else set()
        self._met = False
        for each in self._directory.answering(agency or "", self._on):
            self._words |= set(map(folded, _words(each)))

    def holds(self, name: str) -> bool:
        """Whether the agency of a record is meant."""
        if self._agency is None:
            return True
        meant = folded(name) in self._words
        self._met = self._met or meant
        return meant

    def confirm(self) -> None:
        """Refuse an agency of which nothing was met and that no register knows.

        Raises:
            UnknownAgencyError: there is none of that name; the message lists near ones.
        """
        if self._agency is not None and not self._met:
            self._directory.resolve(self._agency, self._on)


@attrs.define
class Naming:
    """How rows of a report are named (*cách gọi cơ quan trong báo cáo*).

    Words that differ in tones, case or blanks alone are one row, called as it was first met. So
    classes of agencies, such as "Ủy ban nhân dân cấp xã", are grouped by their words.

    Attributes:
        directory: the agencies by which names are restated; None to leave them as written.
        on: the day on whose agencies they are restated.
    """

    directory: Directory | None = None
    on: date = date.max
    _first: dict[str, str] = attrs.field(factory=dict, init=False)
    _known: dict[tuple[str, str], str] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, view: View, restated: date | None) -> Naming:
        """Names as written, or restated on the agencies of a day."""
        return cls() if restated is None else cls(Directory.of(view), restated)

    def row(self, name: str, written: str) -> str:
        """The row of a name.

        Args:
            name: the words of a text.
            written: the day of the text, as ISO text.
        """
        asked = (name, written if self.directory else "")
        found = self._known.get(asked)
        if found is None:
            if self.directory is not None:
                name = self.directory.restated(name, date.fromisoformat(written), self.on)
            found = self._known[asked] = self._first.setdefault(folded(name), name)
        return found


def _words(agency: Agency) -> Iterable[str]:
    yield agency.id
    yield from (name.name for name in (*agency.names, *(agency.aliases or ())))
    yield from (code.code for code in agency.codes or ())


def _ends_of(agency: Agency, asked: str) -> Iterable[date]:
    """The first and last days on which an agency bore its id, a name or a code."""
    if agency.ceased_by(date.min):
        return
    ends = [agency.ceased_on - timedelta(days=1)] if agency.ceased_on else []
    if folded(agency.id) == asked:
        yield from ends
    names = (*agency.names, *(agency.aliases or ()))
    borne = [dated for dated in names if folded(dated.name) == asked]
    codes = [dated for dated in agency.codes or () if folded(dated.code) == asked]
    for dated in (*borne, *codes):
        if not ends or dated.since is None or dated.since <= ends[0]:
            if dated.since is not None:
                yield dated.since
            yield from sorted(day for day in (dated.until, *ends) if day is not None)[:1]
