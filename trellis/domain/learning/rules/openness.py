"""Who sees an opportunity: everybody, while it is published and not closed."""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.domain.learning.models import Opportunity


def is_shown(opportunity: "Opportunity", *, now: datetime) -> bool:
    """Tell whether everybody sees it now."""
    closes_at = opportunity.closes_at
    return opportunity.is_published and (closes_at is None or closes_at > now)
