"""What a limit says of a caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from trellis.core import refusals


@dataclass(frozen=True)
class Window:
    """What one limit says of one caller after this request. Moments are in Unix seconds."""

    key: str
    limit: int
    seconds: int
    hits: int
    started_at: float
    counted_at: float

    @property
    def resets_at(self) -> float:
        """When the window closes."""
        return self.started_at + self.seconds

    @property
    def is_over(self) -> bool:
        """Whether this request is one too many."""
        return self.hits > self.limit

    @property
    def remaining(self) -> int:
        """How many requests the window still has."""
        return max(0, self.limit - self.hits)

    @property
    def wait(self) -> int:
        """Whole seconds until the window closes, at least 1."""
        return max(1, ceil(self.resets_at - self.counted_at))


class TooMany(refusals.TooMany):
    """Something was done too often of late; `window` is the limit that one waits for longest."""

    def __init__(self, over: Sequence[Window]) -> None:
        super().__init__()
        self.window = max(over, key=lambda window: window.wait)
        self.wait = self.window.wait


def strictest(windows: Sequence[Window]) -> Window:
    """Return the window that a client meets first: one that is over, else the least remaining."""
    return min(windows, key=lambda w: (not w.is_over, -w.wait if w.is_over else w.remaining))
