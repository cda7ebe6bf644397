"""The milestones of paths as they are written in templates.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from trellis.domain.learning.refusals import BadMilestones
from trellis.domain.learning.rules import limits

_FILE = Path(__file__).with_name("templates.toml")
_BETWEEN = "|"


class Milestone(NamedTuple):
    """A step: what it is called, and about how many hours it takes."""

    title: str
    hours: int


@cache
def shipped_templates() -> Mapping[str, Sequence[Milestone]]:
    """Return the milestones of each subcategory, by its slug."""
    found = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        slug: tuple(Milestone(title, hours) for title, hours in steps.items())
        for slug, steps in found.items()
    }


def written_milestones(milestones: Sequence[Milestone]) -> str:
    """Return milestones as the back office writes them, each a line: `Color Theory | 4`."""
    return "\n".join(f"{each.title} {_BETWEEN} {each.hours}" for each in milestones)


def read_milestones(text: str) -> list[Milestone]:
    """Return the milestones of such lines; raise BadMilestones, which says of which line it speaks."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not limits.STEPS.least <= len(lines) <= limits.STEPS.most:
        raise BadMilestones(f"Give {limits.STEPS.least} to {limits.STEPS.most} milestones, each on a line.")
    found = [_read(line, number) for number, line in enumerate(lines, start=1)]
    titles = [each.title.casefold() for each in found]
    if len(set(titles)) < len(titles):
        raise BadMilestones("Two milestones have the same title.")
    return found


def _read(line: str, number: int) -> Milestone:
    title, _, hours = (part.strip() for part in line.rpartition(_BETWEEN))
    if not title or len(title) > limits.LONGEST_MILESTONE:
        raise BadMilestones(
            f"Line {number}: write a title of at most {limits.LONGEST_MILESTONE} characters,"
            f" a “{_BETWEEN}” and a number of hours."
        )
    is_number = hours.isascii() and hours.isdigit()
    if not is_number or not limits.MILESTONE_HOURS.least <= int(hours) <= limits.MILESTONE_HOURS.most:
        raise BadMilestones(
            f"Line {number}: give {limits.MILESTONE_HOURS.least} to {limits.MILESTONE_HOURS.most} hours."
        )
    return Milestone(title, int(hours))
