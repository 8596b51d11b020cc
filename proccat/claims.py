"""Which lines of a file are told by facts already (*đối chiếu*): no fact tells two lines.

What a file says twice, with something else in between, needs two facts; so a file that is loaded
again records nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

import attrs


@attrs.define
class Claims:
    """Lines and the facts that tell them (*dòng và sự kiện tương ứng*), as many lines as can be.

    A line that may be told by several facts gives way to one that may not.
    """

    _may: dict[int, Collection[int]] = attrs.field(factory=dict, init=False)
    _fact_of: dict[int, int] = attrs.field(factory=dict, init=False)

    def told(self, line: int, facts: Collection[int]) -> int | None:
        """The fact that tells a line (*đã ghi nhận*), None if none is left.

        The lines before it are still told, if by others.

        Args:
            line: its place in the file.
            facts: those that may tell it, the best first.
        """
        self._may[line] = facts
        holder = {fact: each for each, fact in self._fact_of.items()}
        asking: dict[int, int] = {}  # each fact that was looked at, and for which line
        waiting = [line]
        for each in waiting:
            for fact in self._may[each]:
                if fact in asking:
                    continue
                asking[fact] = each
                if fact not in holder:
                    self._pass_on(fact, asking, line)
                    return self._fact_of[line]
                waiting.append(holder[fact])
        return None

    def _pass_on(self, free: int, asking: dict[int, int], line: int) -> None:
        """Give a free fact to the line that asked for it, and what that one had to the next."""
        each = asking[free]
        while each != line:
            self._fact_of[each], free = free, self._fact_of[each]
            each = asking[free]
        self._fact_of[line] = free

    def before(self, line: int) -> Self:
        """The claims of the lines before one (*các dòng trước*)."""
        kept = type(self)()
        kept._may = {each: facts for each, facts in self._may.items() if each < line}
        kept._fact_of = {each: fact for each, fact in self._fact_of.items() if each < line}
        return kept
