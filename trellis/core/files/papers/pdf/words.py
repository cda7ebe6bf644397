"""Signs of a page to words, and words to the parts of lines that stand together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trellis.core.files.papers.bidi import is_right_to_left, logical
from trellis.core.files.papers.order import Segment
from trellis.core.files.papers.pdf.glyphs import Glyph

_BLANK, _ARABIC_BLANK, _WITH_BLANKS = 0.16, 0.19, 0.6  # of the letters' height, between two words
_TRACKED = 0.12  # between the letters of one word that is drawn wide
_APART = 1.15  # between what stands for itself


@dataclass(slots=True)
class Word:
    """Signs that belong together, from left to right."""

    glyphs: list[Glyph]
    follows_blank: bool = False

    @property
    def text(self) -> str:
        """What it says, as it stands on the page."""
        return "".join(each.text for each in self.glyphs)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.glyphs[0].box[0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(each.box[2] for each in self.glyphs)

    @property
    def size(self) -> float:
        """How high its letters are."""
        return max(each.size for each in self.glyphs)


def lines_of(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the signs of each line from left to right, raised and lowered ones among them."""
    rows: list[list[Glyph]] = []
    for each in sorted(glyphs, key=lambda one: (one.base, one.box[0])):
        for row in reversed(rows[-4:]):
            most = 0.32 * min(each.size, row[0].size)
            if abs(each.base - row[0].base) <= max(most, 0.6):
                row.append(each)
                break
        else:
            rows.append([each])
    for row in rows:
        yield sorted(row, key=lambda one: one.box[0])


def words_in(line: Sequence[Glyph], *, has_blanks: bool = False) -> list[Word]:
    """Return the words of a line, from left to right; `has_blanks` where the page draws blanks, too.

    Of some Arabic letters only the dots are called letters, so that there seem to be gaps inside of words.
    """
    letters = [each for each in line if not each.is_blank]
    if not letters:
        return []
    breaks = _wide_breaks(letters)
    if breaks is None:
        breaks = _breaks(line, letters, _WITH_BLANKS if has_blanks else _ARABIC_BLANK)
    words = [Word([letters[0]])]
    after_blanks = {id(each) for blank, each in itertools.pairwise(line) if blank.is_blank}
    for number, each in enumerate(letters[1:], 1):
        if number in breaks:
            words.append(Word([each], id(each) in after_blanks))
        else:
            words[-1].glyphs.append(each)
    return words


def blanks_between_arabic(line: Sequence[Glyph]) -> int:
    """Return how many blanks are drawn between letters that are written from right to left."""
    trios = zip(line, line[1:], line[2:], strict=False)
    return sum(
        1
        for before, blank, after in trios
        if blank.is_blank and is_right_to_left(before.text) and is_right_to_left(after.text)
    )


def _breaks(line: Sequence[Glyph], letters: Sequence[Glyph], in_arabic: float) -> set[int]:
    """Return before which letters a word begins: where there is a gap, or a blank is drawn."""
    found: set[int] = set()
    number, blank = 0, False
    for each in line:
        if each.is_blank:
            blank = True
            continue
        if number:
            before = letters[number - 1]
            gap = each.box[0] - before.box[2]
            are_arabic = is_right_to_left(each.text) and is_right_to_left(before.text)
            least = in_arabic if are_arabic else _BLANK
            if (blank and gap > 0.02 * each.size) or gap > least * max(each.size, before.size):
                found.add(number)
        number, blank = number + 1, False
    return found


def _wide_breaks(letters: Sequence[Glyph]) -> set[int] | None:
    """Return the breaks of a line whose letters are drawn wide apart, None for any other line.

    Either all gaps in a word are the same or all steps, by how it was drawn; gaps between words are wider.
    """
    if len(letters) < 4:
        return None
    pairs = list(itertools.pairwise(letters))
    sizes = sorted(each.size for each in letters)
    size = sizes[len(sizes) // 2]
    gaps = [later.box[0] - earlier.box[2] for earlier, later in pairs]
    wide = [gap for gap in gaps if gap > _TRACKED * size]
    if len(wide) < 0.85 * len(gaps) or any(len(each.text) > 1 for each in letters):
        return None
    steps = [later.box[0] + later.box[2] - earlier.box[0] - earlier.box[2] for earlier, later in pairs]
    measure = min((gaps, steps), key=_unevenness)
    usual = sorted(measure)[len(measure) // 2]
    return {number for number, step in enumerate(measure, 1) if step > 1.45 * usual}


def _unevenness(values: Sequence[float]) -> float:
    """Return how far apart the smaller ones are, beside how large they are."""
    inner = sorted(values)[: max(3, len(values) * 3 // 4)]
    middle = inner[len(inner) // 2]
    return (inner[-1] - inner[0]) / max(middle, 0.1)


def segments_of(words: Sequence[Word], *, right_to_left: bool, bold: set[int]) -> list[Segment]:
    """Return the parts of a line that stand apart; `right_to_left` where the page is written so."""
    parts: list[list[Word]] = [[words[0]]]
    gaps = [later.left - earlier.right for earlier, later in itertools.pairwise(words)]
    for place, (before, word) in enumerate(itertools.pairwise(words)):
        apart = _APART * max(word.size, before.size) + _extra(parts[-1])
        if gaps[place] > apart and not _is_stretched(words, gaps, place):
            parts.append([word])
        else:
            parts[-1].append(word)
    return [_segment(part, right_to_left=right_to_left, bold=bold) for part in parts]


def _is_stretched(words: Sequence[Word], gaps: Sequence[float], place: int) -> bool:
    """Tell whether a gap is a blank of a line that is stretched to fill its column.

    Such blanks are drawn, and wide all of them; between what only stands side by side there are none.
    """
    gap = gaps[place]
    if not words[place + 1].follows_blank or gap > 3 * words[place].size:
        return False
    beside = (one for one in (place - 1, place + 1) if 0 <= one < len(gaps))
    return any(words[one + 1].follows_blank and abs(gaps[one] - gap) <= 0.3 * gap for one in beside)


def _extra(words: Sequence[Word]) -> float:
    """Return how much wider blanks are in a line whose letters stand wide apart."""
    glyphs = words[-1].glyphs
    if len(glyphs) < 2:
        return 0.0
    gaps = sorted(later.box[0] - earlier.box[2] for earlier, later in itertools.pairwise(glyphs))
    usual = gaps[len(gaps) // 2]
    return 3 * usual if usual > _TRACKED * glyphs[-1].size else 0.0


def _segment(words: Sequence[Word], *, right_to_left: bool, bold: set[int]) -> Segment:
    texts = [word.text for word in words]
    if right_to_left:
        texts = logical(texts)
    glyphs = [each for word in words for each in word.glyphs]
    heavy = sum(1 for each in glyphs if each.run in bold)
    return Segment(
        text=" ".join(texts),
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        top=min(each.box[1] for each in glyphs),
        bottom=max(each.box[3] for each in glyphs),
        base=sorted(each.base for each in glyphs)[len(glyphs) // 2],
        size=sorted(each.size for each in glyphs)[len(glyphs) // 2],
        is_bold=heavy > 0.6 * len(glyphs),
    )
