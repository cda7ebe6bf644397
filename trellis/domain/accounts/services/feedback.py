"""What people say of the platform to those who run it."""

from datetime import datetime

from trellis.domain.accounts.models import Feedback, User
from trellis.domain.accounts.services.attempts import count_feedback


def give_feedback(*, user: User, text: str, rating: int | None = None, now: datetime) -> Feedback:
    """Keep what somebody says, for staff to read. Raises TooMany."""
    count_feedback(user=user)
    return Feedback.objects.create(user=user, text=text, rating=rating, created_at=now)
