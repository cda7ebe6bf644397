"""How well answers are understood: for each half of the people, the share of fields that are just right."""

from tests.intelligence.understanding.answers import LOOKED_AT, UNSEEN
from tests.intelligence.understanding.scores import FIELDS, faults


def measure() -> str:
    """Return a line for each half."""
    lines = []
    for title, people in (("looked at while making rules", LOOKED_AT), ("not looked at", UNSEEN)):
        count = len(people) * len(FIELDS)
        lines.append(f"{title:30} {count - len(faults(people))} of {count} fields")
    return "\n".join(lines)
