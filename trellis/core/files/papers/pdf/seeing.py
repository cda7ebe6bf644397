"""What of a page's text somebody sees: the page is painted, and looked at where the text stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from trellis.core.files.papers.layout import Box, Concealed
from trellis.core.files.papers.pdf.frame import Frame
from trellis.core.files.papers.pdf.glyphs import Glyph, Run

_SMALLEST = 2.0  # points
_SCALE = 1.5
_MOST_PIXELS = 6_000_000
# Of 255 steps between black and white, as far apart must a letter and its ground be.
_DIFFERS = 16
_OUTLINES = {1, 2, 5, 6}
_INVISIBLE = {3, 7}
_OF_A_SCAN = 0.3  # of the page, at least, is a picture under the recognised text


class Painted:
    """A page as it is painted."""

    def __init__(self, page: Any) -> None:
        self.width, self.height = page.get_size()
        scale = min(_SCALE, (_MOST_PIXELS / max(1.0, self.width * self.height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        self.pixels: NDArray[np.uint8] = bitmap.to_numpy().reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
        self.scale = scale
        self.pictures = [box for box in _pictures(page) if self._share(box) >= _OF_A_SCAN]

    def why_unseen(self, box: Box, run: Run, size: float) -> Concealed | None:
        """Return why nobody sees what is drawn there, None where it is seen."""
        if self._is_outside(box):
            return Concealed.PLACE
        if size < _SMALLEST:
            return Concealed.SIZE
        if run.mode in _INVISIBLE:
            return None if self.is_scanned(box) else Concealed.INVISIBLE
        darkest, brightest, ground = self._looks(box)
        is_filled = run.mode not in _OUTLINES
        if brightest - darkest < _DIFFERS or (is_filled and run.alpha < _DIFFERS):
            return Concealed.COLOUR
        return Concealed.COLOUR if is_filled and abs(run.fill - ground) < _DIFFERS else None

    def is_scanned(self, box: Box) -> bool:
        """Tell whether a picture lies there that shows something at this place."""
        darkest, brightest, _ = self._looks(box)
        return brightest - darkest >= 3 * _DIFFERS and any(_holds(picture, box) for picture in self.pictures)

    def _is_outside(self, box: Box) -> bool:
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        return not (0 <= middle[0] <= self.width and 0 <= middle[1] <= self.height)

    def _looks(self, box: Box) -> tuple[int, int, int]:
        """Return the darkest and the brightest grey of a place, and the commonest around it."""
        part = self._part(box, 1)
        if part.size == 0:
            return 255, 255, 255
        wide = self._part(box, 1 + round(0.35 * max(0.0, box[3] - box[1]) * self.scale))
        ground = int(np.bincount(wide.ravel() >> 3, minlength=32).argmax()) * 8 + 4
        return int(part.min()), int(part.max()), ground if ground < 252 else 255

    def _part(self, box: Box, more: int) -> NDArray[np.uint8]:
        left, top, right, bottom = (round(side * self.scale) for side in box)
        return self.pixels[max(0, top - more) : bottom + more + 1, max(0, left - more) : right + more + 1]

    def _share(self, box: Box) -> float:
        area: float = max(1.0, self.width * self.height)
        return (box[2] - box[0]) * (box[3] - box[1]) / area


def _pictures(page: Any) -> list[Box]:
    frame = Frame(page)
    found: list[Box] = []
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        found.append(frame.box(*each.get_bounds()))
        if len(found) >= 500:
            break
    return found


def _holds(picture: Box, box: Box) -> bool:
    return (
        picture[0] - 2 <= (box[0] + box[2]) / 2 <= picture[2] + 2
        and picture[1] - 2 <= (box[1] + box[3]) / 2 <= picture[3] + 2
    )


def around(glyphs: list[Glyph]) -> Box:
    """Return the box around signs."""
    boxes = [each.box for each in glyphs]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
