"""Opportunities of the back office, and people who take part."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Opportunity
from trellis.domain.learning.rules.choices import OpportunityType
from trellis.domain.learning.services.offering import make_opportunities

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_names = count(1)


def person(**fields: Any) -> User:
    """Make an account."""
    name = f"learner{next(_names)}"
    return User.objects.create(**{"username": name, "email": f"{name}@example.com", **fields})


def opportunity(*, is_published: bool = True, now: datetime = NOW, **said: Any) -> Opportunity:
    """Make a free course, or what is said otherwise, for everybody to see."""
    fields = {"opportunity_type": OpportunityType.COURSE, "title": "Knots", "description": "Ropes.", **said}
    (made,) = make_opportunities(said=[fields], actor_id=None, is_published=is_published, now=now)
    return made
