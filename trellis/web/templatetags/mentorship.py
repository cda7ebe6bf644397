"""Small readings of a mentor for the templates."""

from django import template

from trellis.domain.mentorship.models import Mentor

register = template.Library()


@register.filter
def average(mentor: Mentor) -> str:
    """Return the mentor's average rating with one decimal."""
    return f"{mentor.rating_sum / mentor.rating_count:.1f}" if mentor.rating_count else ""
