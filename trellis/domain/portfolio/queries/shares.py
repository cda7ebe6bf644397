"""What can be asked of what was shared."""

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.portfolio.models import Share


def shares_of(user: User) -> QuerySet[Share]:
    """Return what somebody has shared, the newest first."""
    return Share.objects.filter(user=user).order_by("-id")
