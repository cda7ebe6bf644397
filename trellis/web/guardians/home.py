"""Who guards whom: a minor's guardians, and the sessions of those whom somebody guards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from trellis.core.refusals import Refusal
from trellis.core.throttling import TooMany
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.queries import (
    guarded_by,
    guardianship_for,
    guardianships_of_minor,
    waiting_change_of,
)
from trellis.domain.guardians.refusals import (
    AlreadyEnded,
    AlreadyInvited,
    NoMinor,
    NotTheirs,
    OwnGuardian,
    TooManyGuardians,
    UnknownGuardianship,
)
from trellis.domain.guardians.rules import counts_as_minor, is_accepted, is_waiting
from trellis.domain.guardians.services.guardianships import end, invite
from trellis.domain.mentorship.models import Booking
from trellis.domain.mentorship.queries.bookings import sessions_with
from trellis.domain.mentorship.rules.bookings import is_agreed
from trellis.domain.mentorship.rules.meetings import room_of
from trellis.web.components.zones import keep_zone, viewer_zone
from trellis.web.frame.pages import render_page
from trellis.web.frame.waiting import told_to_wait, wait_in_words
from trellis.web.guardians.forms import InviteForm

_MOST_SESSIONS = 50
_NOT_INVITED: tuple[type[Refusal], ...] = (AlreadyInvited, NoMinor, OwnGuardian, TooManyGuardians)


@dataclass(frozen=True)
class _Session:
    """A session that is to come, as a guardian reads of it."""

    booking: Booking
    other: User
    room: str  # "" until both sides said yes


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def guardians(request: HttpRequest) -> HttpResponse:
    """Show who guards whom; invite a guardian, or end it, at the press of a button."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    if request.method != "POST":
        return _page(request, user, InviteForm())
    if "end" in request.POST:
        return _end(user, request.POST["end"])
    return _invite(request, user)


def _invite(request: HttpRequest, user: User) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, user, form, status=422)
    try:
        invite(minor=user, email=form.cleaned_data["email"], actor=user, now=timezone.now())
    except _NOT_INVITED as error:
        form.add_error("email", error.sentence)
        return _page(request, user, form, status=409)
    except TooMany as error:
        form.add_error("email", f"You have asked often enough. Try again in {wait_in_words(error.wait)}.")
        return told_to_wait(_page(request, user, form), error)
    return redirect("web:guardians")


def _end(user: User, given: str) -> HttpResponse:
    try:
        end(guardianship=guardianship_for(user, UUID(given)), actor=user, now=timezone.now())
    except (ValueError, UnknownGuardianship, NotTheirs):
        raise Http404 from None
    except AlreadyEnded:
        pass  # somebody was faster, and the page says how it stands
    return redirect("web:guardians")


def _page(request: HttpRequest, user: User, form: InviteForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    keep_zone(request)
    zone = viewer_zone(request)
    own = list(guardianships_of_minor(user))
    context = {
        "form": form,
        "zone": zone,
        "is_minor": counts_as_minor(user, now),
        "waiting": waiting_change_of(user),
        "guardians": [each for each in own if is_accepted(each)],
        "invited": [each for each in own if is_waiting(each, now)],
        "guarded": [_guarded(each, now) for each in guarded_by(user, now=now)],
    }
    with timezone.override(zone.info):
        return render_page(request, "web/guardians/home.html", context, status=status)


def _guarded(guardianship: Guardianship, now: datetime) -> dict[str, Any]:
    minor = guardianship.minor
    found = sessions_with(minor, now=now)[:_MOST_SESSIONS]
    return {
        "guardianship": guardianship,
        "minor": minor,
        "sessions": [_session(booking, minor) for booking in found],
    }


def _session(booking: Booking, minor: User) -> _Session:
    other = booking.mentee if booking.mentor.user_id == minor.pk else booking.mentor.user
    return _Session(booking, other, room_of(booking) if is_agreed(booking) else "")
