"""As many lines of a file as can be are told by facts, no two by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from proccat.claims import Claims

MAY = st.lists(st.lists(st.integers(1, 6), max_size=4, unique=True), max_size=7)


def most(may: list[list[int]], left: frozenset[int]) -> int:
    """How many lines can be told at best, tried out."""
    if not may:
        return 0
    first, *others = may
    skipped = most(others, left)
    return max([skipped, *(1 + most(others, left - {fact}) for fact in first if fact in left)])


@given(MAY)
def test_no_more_lines_can_be_told(may: list[list[int]]) -> None:
    """With each line as many are told as can be, and what was told stays so."""
    claims, told = Claims(), 0
    for line, facts in enumerate(may):
        told += claims.told(line, facts) is not None
        assert told == most(may[: line + 1], frozenset(range(1, 7)))


@given(MAY, st.integers(0, 7))
def test_the_claims_before_a_line_are_those_before_it(may: list[list[int]], line: int) -> None:
    """Lines that are taken again claim as if they came for the first time."""
    claims = Claims()
    for each, facts in enumerate(may):
        claims.told(each, facts)
    claims = claims.before(line)
    told = sum(claims.told(each, may[each]) is not None for each in range(line, len(may)))
    assert told == most(may, frozenset(range(1, 7))) - most(may[:line], frozenset(range(1, 7)))
