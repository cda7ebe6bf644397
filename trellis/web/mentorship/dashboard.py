"""Where a mentor starts: numbers, requests, what comes next."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trellis.domain.mentorship.models import Availability, Status
from trellis.domain.mentorship.queries.bookings import bookings_of, mentor_statistics, upcoming
from trellis.web.mentorship.access import mentors_only
from trellis.web.mentorship.bookings.cards import cards
from trellis.web.mentorship.pages import render_mentorship
from trellis.web.mentorship.visitors import user_of, visitor_of

_SHOWN = 10


@require_safe
@mentors_only
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the mentor's numbers, pending requests and next sessions."""
    mentor = visitor_of(request).mentor
    context: dict[str, object] = {"section": "dashboard", "mentor": mentor}
    if mentor is not None:
        now = timezone.now()
        user = user_of(request)
        ahead = upcoming(bookings_of(user, role="mentor"), now=now)
        pending = ahead.filter(status=Status.PENDING)[:_SHOWN]
        confirmed = ahead.filter(status=Status.CONFIRMED)[:_SHOWN]
        context |= {
            "statistics": mentor_statistics(mentor, now=now),
            "pending": cards(pending, viewer=user, now=now),
            "confirmed": cards(confirmed, viewer=user, now=now),
            "has_hours": Availability.objects.filter(mentor=mentor, is_active=True).exists(),
        }
    return render_mentorship(request, "web/mentorship/dashboard.html", context)
