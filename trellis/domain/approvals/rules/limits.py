"""How many stages, how long their names. Lengths count characters."""

from collections.abc import Iterable

MOST_STAGES = 20
MOST_APPROVERS = 50
LONGEST_STAGE_NAME = 150


def are_told_apart(names: Iterable[str]) -> bool:
    """Tell whether every stage of these names can be meant by its name, whatever its case."""
    folded = [name.casefold() for name in names]
    return len(set(folded)) == len(folded)
