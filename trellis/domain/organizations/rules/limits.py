"""What holds of organizations, of who belongs to them, and of the stages of an approval."""

from collections.abc import Iterable

# Lengths count characters.
LONGEST_NAME = 150
LONGEST_DOMAIN = 253
LONGEST_INVITATION = 500
LONGEST_SEARCH = 200

MOST_STAGES = 20
MOST_APPROVERS = 50
LONGEST_STAGE_NAME = 150


def are_told_apart(names: Iterable[str]) -> bool:
    """Tell whether every stage of these names can be meant by its name, whatever its case."""
    folded = [name.casefold() for name in names]
    return len(set(folded)) == len(folded)
