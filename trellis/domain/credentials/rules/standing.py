"""Where a badge stands, and what may be done with it now."""

from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.rules.choices import State


def is_valid(badge: Badge) -> bool:
    """Tell whether it holds."""
    return badge.state == State.VALID


def is_revoked(badge: Badge) -> bool:
    """Tell whether staff have ended it, and not its person."""
    return badge.state == State.REVOKED


def is_legible(badge: Badge) -> bool:
    """Tell whether its lines are there still: they go with its person's account."""
    return bool(badge.recipient_name)
