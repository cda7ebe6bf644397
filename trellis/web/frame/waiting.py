"""What people and programs are told who come too often."""

from django.http import HttpResponse

from trellis.core.http.throttling import tell
from trellis.core.throttling import TooMany


def told_to_wait(response: HttpResponse, refusal: TooMany) -> HttpResponse:
    """Make a page's answer a 429 that tells programs, too, what was too often and when to come again."""
    response.status_code = 429
    tell(refusal.window, response)
    return response


def wait_in_words(seconds: int) -> str:
    """Return a waiting time as people say it."""
    minutes = max(1, round(seconds / 60))
    if seconds < 60:
        return f"{seconds} seconds"
    return "a minute" if minutes == 1 else f"{minutes} minutes"
