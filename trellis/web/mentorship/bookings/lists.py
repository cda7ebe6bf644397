"""Sessions, as the mentee and as the mentor see them."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import HOLDING, Status
from trellis.domain.mentorship.queries.bookings import bookings_of, upcoming
from trellis.domain.mentorship.rules.bookings import Role
from trellis.web.mentorship.access import signed_in, with_profile
from trellis.web.mentorship.bookings.cards import cards
from trellis.web.mentorship.pages import render_mentorship, render_part, wants_part
from trellis.web.mentorship.visitors import user_of

_PAGE = 10
_MOST_AHEAD = 100
# What the address says, what the page says, what the table says.
FILTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("All", ()),
    "pending": ("Pending", (Status.PENDING,)),
    "confirmed": ("Confirmed", (Status.CONFIRMED,)),
    "completed": ("Completed", (Status.COMPLETED,)),
    "cancelled": (
        "Cancelled",
        (
            Status.CANCELLED_BY_MENTOR,
            Status.CANCELLED_BY_MENTEE,
            Status.CANCELLED_EXPIRED,
            Status.NO_SHOW,
        ),
    ),
}


@require_safe
@signed_in
def my_bookings(request: HttpRequest) -> HttpResponse:
    """Show the sessions that the visitor has asked for."""
    return _list(request, "mentee", "web/mentorship/bookings/my_bookings.html")


@require_safe
@with_profile
def mentor_bookings(request: HttpRequest) -> HttpResponse:
    """Show the sessions that others have asked the visitor for."""
    return _list(request, "mentor", "web/mentorship/bookings/mentor_bookings.html")


def _list(request: HttpRequest, side: Role, template: str) -> HttpResponse:
    asked = request.GET.get("status", "")
    asked = asked if asked in FILTERS else ""
    context = {
        **_groups(user_of(request), side, asked, request.GET.get("page", "1")),
        "filters": [(name, label) for name, (label, _) in FILTERS.items()],
        "status": asked,
        "side": side,
        "section": f"{side}-bookings",
    }
    if wants_part(request):
        part = render_part(request, "web/mentorship/bookings/_list.html", context, announce=context["told"])
        return push_url(part, request.get_full_path())
    return render_mentorship(request, template, context)


def _groups(user: User, side: Role, asked: str, number: str) -> dict[str, Any]:
    """Return what is to come, what is to be closed, and a page of what has been."""
    now = timezone.now()
    found = bookings_of(user, role=side)
    if statuses := FILTERS[asked][1]:
        found = found.filter(status__in=statuses)
    ahead = list(upcoming(found, now=now)[:_MOST_AHEAD])
    open_ones = list(
        found.filter(status=Status.CONFIRMED, ends_at__lte=now).order_by("-starts_at")[:_MOST_AHEAD]
    )
    held = Q(status__in=HOLDING, ends_at__gt=now) | Q(status=Status.CONFIRMED)
    page = Paginator(found.exclude(held), _PAGE).get_page(number)
    count = len(ahead) + len(open_ones) + page.paginator.count
    return {
        "ahead": cards(ahead, viewer=user, now=now),
        "open_ones": cards(open_ones, viewer=user, now=now),
        "page": page,
        "past": cards(page.object_list, viewer=user, now=now),
        "told": f"{count} session{'' if count == 1 else 's'} shown.",
    }
