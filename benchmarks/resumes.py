"""How well resumes are read: precision and recall by field, by layout and by half of the labelled set.

The set is invented and fixed by a seed (tests/intelligence/resumes); what draws it is not what reads it.
"""

import time
from collections import defaultdict
from collections.abc import Iterator

from tests.intelligence.resumes.people import HALVES, LAYOUTS
from tests.intelligence.resumes.scores import FIELDS, Tally, results

_Key = tuple[str, str]


def measure() -> Iterator[str]:
    """Yield a table of each half, and one of layouts over both."""
    started = time.perf_counter()
    by_half: dict[_Key, Tally] = defaultdict(Tally)
    by_layout: dict[_Key, Tally] = defaultdict(Tally)
    count = 0
    for written, tallies in results():
        count += 1
        for field, tally in tallies.items():
            by_half[written.half, field] += tally
            by_layout[written.layout, field] += tally
    yield f"{'':24}" + "".join(f"{half:>22}" for half in HALVES)
    for field in FIELDS:
        yield f"{field:24}" + "".join(f"{by_half[half, field]!s:>22}" for half in HALVES)
    yield ""
    yield f"{'':24}" + "".join(f"{layout:>16}" for layout in LAYOUTS)
    for field in FIELDS:
        yield f"{field:24}" + "".join(f"{by_layout[layout, field]!s:>16}" for layout in LAYOUTS)
    seconds = time.perf_counter() - started
    yield f"\n{count} resumes drawn and read in {seconds:.1f} s; each pair is precision / recall."
