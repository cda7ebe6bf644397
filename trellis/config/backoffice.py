"""Small facts that the back office shows."""

from django.conf import settings
from django.http import HttpRequest


def environment_badge(request: HttpRequest) -> list[str]:
    """Return the label and colour of the environment, so that nobody mistakes one for another."""
    return ["Production", "danger"] if settings.IS_PRODUCTION else ["Development", "info"]
