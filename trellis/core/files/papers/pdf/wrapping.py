"""Parts of a line that go on in the next one, since something else stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trellis.core.files.papers.order import Row, Segment
from trellis.core.files.papers.plain import first_word

_MOST_LINES = 4
_BULLETS = "•‣▪●○◦■–—*·-"


def unwrapped(rows: Sequence[Row]) -> Iterator[list[list[Segment]]]:
    """Yield the lines of a block, each as columns of what stands in them one below the other.

    A job title that is too long to stand beside its dates goes on below, and is one with what is above.
    """
    edge = max((each.right for row in rows for each in row), default=0.0)
    held: list[list[Segment]] = []
    for row in rows:
        column = _column_of(row, held, edge) if held else None
        if column is not None:
            held[column].append(row[0])
            continue
        if held:
            yield held
        held = [[each] for each in row]
    if held:
        yield held


def _column_of(row: Row, held: list[list[Segment]], edge: float) -> int | None:
    """Return which column of a line the next row goes on with, None for a line of its own."""
    if len(held) < 2 or len(row) != 1 or sum(map(len, held)) >= len(held) + _MOST_LINES:
        return None
    segment = row[0]
    for place, column in enumerate(held):
        above = column[-1]
        if abs(above.left - segment.left) > 2 or above.is_bold != segment.is_bold:
            continue
        is_near = 0 < segment.base - above.base < 1.6 * above.height
        if not is_near or segment.text[:1] in _BULLETS or abs(above.size - segment.size) > 0.5:
            return None
        room = held[place + 1][0].left - 4 if place + 1 < len(held) else edge
        sign = (segment.right - segment.left) / max(1, len(segment.text))
        needed = (len(first_word(segment.text)) + 1) * sign
        return place if above.right + needed > room else None
    return None
