"""One session as a file for people's own calendars."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from trellis.domain.mentorship.queries.bookings import booking_for
from trellis.domain.mentorship.rules.bookings import is_agreed
from trellis.domain.mentorship.rules.calendars import invitation
from trellis.web.mentorship.access import signed_in
from trellis.web.mentorship.visitors import user_of


@require_safe
@signed_in
def booking_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send one confirmed session as an .ics file."""
    user = user_of(request)
    booking = booking_for(user, public_id)
    if booking is None or not is_agreed(booking):
        raise Http404
    content = invitation(booking, method="REQUEST", reader=user)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=REQUEST")
    response["Content-Disposition"] = f'attachment; filename="session-{public_id}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
