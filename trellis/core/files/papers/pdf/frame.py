"""Where on a page something stands as it is shown: from the upper left corner, whichever way it is turned."""

from __future__ import annotations

from typing import Any

from trellis.core.files.papers.layout import Box


class Frame:
    """What is shown of a page, and how it is turned."""

    def __init__(self, page: Any) -> None:
        self._left, self._bottom, self._right, self._top = map(float, page.get_bbox())
        self._turned: int = page.get_rotation() % 360

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page is shown."""
        if self._turned == 90:
            return y - self._bottom, x - self._left
        if self._turned == 180:
            return self._right - x, y - self._bottom
        if self._turned == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return the box that is shown of one on the page."""
        first, last = self.point(x0, y0), self.point(x1, y1)
        return (
            min(first[0], last[0]),
            min(first[1], last[1]),
            max(first[0], last[0]),
            max(first[1], last[1]),
        )
