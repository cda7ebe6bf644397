"""In which order a page is read: columns one after the other, rows of a table across."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

# A gutter is this wide, in heights of the letters beside it, and this many lines stand on either side.
_GUTTER, _LEAST_LINES = 0.9, 2
_MOST_GUTTERS = 60
_MOST_TITLES = 3
_DATE = re.compile(
    r"(?:\d{1,2}[./-])?(?:19|20)\d\d|[٠-٩]{4}|'\d\d|\b(?:present|today|heute|actualidad|presente|current)\b",
    re.IGNORECASE,
)
_LONGEST_BESIDE = 34  # signs of a date, or a place, that stands beside what it is of


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line that stand together."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    is_bold: bool = False

    @property
    def height(self) -> float:
        """How high its letters are."""
        return max(self.size, 1.0)


@dataclass(frozen=True, slots=True)
class _Gutter:
    x: float
    left: list[Segment]
    right: list[Segment]
    above: list[Segment]
    below: list[Segment]


Row = list[Segment]
IsHeading = Callable[[Segment], bool]


def in_order(
    segments: Sequence[Segment], *, right_to_left: bool, is_heading: IsHeading, depth: int = 6
) -> list[list[Row]]:
    """Return the blocks of a page as somebody reads them, each of rows of segments."""
    if right_to_left:
        blocks = _blocks([_mirrored(each) for each in segments], is_heading, depth)
        return [[[_mirrored(each) for each in row] for row in rows] for rows in blocks]
    return _blocks(segments, is_heading, depth)


def _mirrored(segment: Segment) -> Segment:
    """Return it as it stands in a mirror, where what is written from the right is so from the left."""
    return replace(segment, left=-segment.right, right=-segment.left)


def _blocks(segments: Sequence[Segment], is_heading: IsHeading, depth: int) -> list[list[Row]]:
    if not segments:
        return []
    gutter = _best(segments, is_heading) if depth else None
    if gutter is None:
        return [_rows(segments)]
    parts = (gutter.above, gutter.left, gutter.right, gutter.below)
    return [block for some in parts for block in _blocks(some, is_heading, depth - 1)]


def _rows(segments: Sequence[Segment]) -> list[Row]:
    rows: list[Row] = []
    for each in sorted(segments, key=lambda one: (one.base, one.left)):
        if rows and abs(each.base - rows[-1][0].base) <= 0.45 * min(each.height, rows[-1][0].height):
            rows[-1].append(each)
        else:
            rows.append([each])
    for row in rows:
        row.sort(key=lambda one: one.left)
    return rows


def _best(segments: Sequence[Segment], is_heading: IsHeading) -> _Gutter | None:
    """Return the gutter between columns along which the most stands, None where there are none."""
    found = [
        gutter
        for x in _places(segments)
        if (gutter := _along(segments, x)) and _are_columns(gutter, is_heading)
    ]
    return max(found, key=lambda one: len(one.left) + len(one.right), default=None)


def _places(segments: Sequence[Segment]) -> list[float]:
    """Return where gutters may end: left edges at which several lines begin."""
    edges: dict[int, int] = {}
    for each in segments:
        edges[round(each.left / 4)] = edges.get(round(each.left / 4), 0) + 1
    often = sorted(edges, key=lambda edge: -edges[edge])[:_MOST_GUTTERS]
    least = min(each.left for each in segments)
    return [edge * 4 - 2.5 for edge in often if edges[edge] >= _LEAST_LINES and edge * 4 > least + 20]


def _along(segments: Sequence[Segment], x: float) -> _Gutter | None:
    """Return the longest stretch along x in which nothing stands across it."""
    ordered = sorted(segments, key=lambda one: one.base)
    best: list[Segment] = []
    run: list[Segment] = []
    for each in [*ordered, None]:
        if each is None or each.left < x - 0.5 < each.right:
            if _weight(run, x) > _weight(best, x):
                best = run
            run = []
        else:
            run.append(each)
    left = [each for each in best if each.right <= x]
    right = [each for each in best if each.right > x]
    left = _without_title(left, top=min((each.top for each in right), default=0.0))
    if min(_lines(left), _lines(right)) < _LEAST_LINES:
        return None
    if min(each.left for each in right) - max(each.right for each in left) < _GUTTER * _usual(left):
        return None
    top = min(each.base for each in (*left, *right))
    inside = {*map(id, left), *map(id, right)}
    rest = [each for each in segments if id(each) not in inside]
    above = [each for each in rest if each.base < top]
    return _Gutter(x, left, right, above, [each for each in rest if each.base >= top])


def _without_title(left: list[Segment], *, top: float) -> list[Segment]:
    """Return the left side without what stands over both: a short title, which does not reach as far."""
    over = [each for each in left if each.bottom <= top - 0.5 * each.height]
    rest = [each for each in left if each.bottom > top - 0.5 * each.height]
    if not over or not rest:
        return left
    gap = min(each.top for each in rest) - max(each.bottom for each in over)
    return rest if len(over) <= _MOST_TITLES or gap > 1.2 * over[-1].height else left


def _weight(run: Sequence[Segment], x: float) -> int:
    beside = sum(1 for each in run if each.right > x)
    return len(run) if beside >= _LEAST_LINES and len(run) - beside >= _LEAST_LINES else 0


def _usual(segments: Sequence[Segment]) -> float:
    return sorted(each.height for each in segments)[len(segments) // 2]


def _lines(segments: Sequence[Segment]) -> int:
    return len(_rows(segments))


def _are_columns(gutter: _Gutter, is_heading: IsHeading) -> bool:
    """Tell columns from a table, and from dates that stand beside what they are of."""
    left, right = gutter.left, gutter.right
    headings = [sum(map(is_heading, side)) for side in (left, right)]
    if any(_is_of_dates(side) for side in (left, right)):
        return False
    if all(headings):
        return True
    said = [each for each in left if not is_heading(each)]
    fewer, more = sorted((said, right), key=len)
    beside = sum(1 for each in fewer if _has_near([one.base for one in more], each.base, 0.35 * each.height))
    # In a table, each label has its value beside it; columns of text meet by chance, or by a common grid.
    labels = max(len(each.text) for each in left) <= _LONGEST_BESIDE
    if beside >= 0.8 * len(fewer) and (labels or len(left) == len(right)) and not headings[1]:
        return not labels
    return True


def _has_near(bases: Sequence[float], base: float, most: float) -> bool:
    return any(abs(each - base) <= most for each in bases)


def _is_of_dates(segments: Sequence[Segment]) -> bool:
    dates = sum(1 for each in segments if len(each.text) <= _LONGEST_BESIDE and _DATE.search(each.text))
    return dates >= 0.5 * len(segments)
