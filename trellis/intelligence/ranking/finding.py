"""Where in an application the words of a criterion stand, and for how long."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate

from trellis.intelligence.ranking.asking import Term, Wish
from trellis.intelligence.ranking.extracting import Extract, Stint, Unit
from trellis.intelligence.ranking.languages import answering
from trellis.intelligence.ranking.sources import Kind

# So many words apart, "analysis of data" is data analysis.
_APART = 2


class Words:
    """The units of an application, to be searched."""

    __slots__ = ("_starts", "extract", "text")

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        words = [unit.words for unit in extract.units]
        self.text = "\n".join(words)
        self._starts = [0, *accumulate(len(one) + 1 for one in words)]

    def units_with(self, wish: Wish) -> list[int]:
        """Return the units that answer a wish, those that show it first."""
        if wish.language:
            tags = (f"@{language.casefold()}" for language in answering(wish.language))
            return sorted({place for tag in tags for place in self._holding((tag,))})
        found = dict.fromkeys(place for term in wish.terms for place in self._holding(term))
        return self._shown_first(found)

    def units_with_all(self, term: Term) -> list[int]:
        """Return the units in which all these words stand, those that show it first."""
        return self._shown_first(self._holding(term))

    def _holding(self, term: Term) -> list[int]:
        needles = [f" {word} " for word in term]
        if not needles or any(needle not in self.text for needle in needles):
            return []
        units = self.extract.units
        return [place for place in self._with(needles[0]) if _holds(units[place], needles, term)]

    def _with(self, needle: str) -> Iterator[int]:
        """Yield the units in which a word stands, each once."""
        at = self.text.find(needle)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            at = self.text.find(needle, self._starts[place + 1])

    def _shown_first(self, places: Iterable[int]) -> list[int]:
        units = self.extract.units
        return sorted(places, key=lambda place: (units[place].kind is not Kind.SHOWN, place))


def _holds(unit: Unit, needles: Sequence[str], term: Term) -> bool:
    if len(term) == 1:
        return True
    if any(needle not in unit.words for needle in needles):
        return False
    return len(term) != 2 or _stand_together(unit.words.split(), term)


def _stand_together(words: Sequence[str], term: Term) -> bool:
    first, second = ([place for place, word in enumerate(words) if word == one] for one in term)
    return any(-_APART <= b - a <= _APART and a != b for a in first for b in second)


def months_in(stints: Iterable[Stint], *, of: Iterable[int] | None, until: date) -> int:
    """Return for how many months somebody did it, those at the same time once; None is for any work."""
    wanted = None if of is None else set(of)
    months: set[int] = set()
    for stint in stints:
        if wanted is None or wanted.intersection(stint.units):
            months.update(_months(stint, until))
    return len(months)


def _months(stint: Stint, until: date) -> range:
    now = until.year * 12 + until.month
    return range(stint.first, min(stint.last or now, now, stint.first + 100 * 12))


def pieces_of(unit: Unit) -> Iterator[tuple[int, int]]:
    """Yield from where to where a unit can be quoted."""
    at = unit.start
    for start, end in unit.masked:
        if start > at:
            yield at, start
        at = end
    if unit.end > at:
        yield at, unit.end
