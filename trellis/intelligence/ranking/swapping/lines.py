"""Where a line can be put into a resume without breaking a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from trellis.intelligence.resumes.sections import heading_of


def inserted(text: str, said: Sequence[str], turn: int) -> str:
    """Return a text with lines put into it, at places that `turn` chooses."""
    lines = text.split("\n")
    for number, line in enumerate(said):
        places = [place for place in range(1, len(lines) + 1) if _is_free(lines, place)]
        place = places[(turn * 7 + number * 3) % len(places)] if places else len(lines)
        lines.insert(place, line)
    return "\n".join(lines)


def _is_free(lines: Sequence[str], place: int) -> bool:
    """Tell whether nothing goes on from the line before to the one after."""
    after = lines[place] if place < len(lines) else ""
    if lines[place - 1].rstrip().endswith(("-", ",", "&", "(", "،")) or after[:1].islower():
        return False
    return heading_of(lines[place - 1].strip()) is None or place == len(lines)
