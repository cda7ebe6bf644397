"""How much somebody has not read, for the account menu."""

from django import template

from trellis.domain.accounts.models import User
from trellis.domain.notifications.queries import unread_count

register = template.Library()


@register.simple_tag
def unread_of(user: User) -> int:
    """Return how many of somebody's notifications are unread."""
    return unread_count(user)
