"""Applying for a job: what would be sent, what became of it, and why it cannot be."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.refusals import Absent, Conflict, Invalid, Refusal
from trellis.domain.accounts.models import User
from trellis.domain.candidates.queries.profiles import profile_of, what_is_there
from trellis.domain.candidates.rules.completeness import missing
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.applications import made_for
from trellis.domain.jobs.queries.board import once_on_board
from trellis.domain.jobs.queries.reveals import reveals_of
from trellis.domain.jobs.refusals import ApplicationsClosed, HasApplied, NoPosting, OwnOrganization
from trellis.domain.jobs.rules.stages import can_be_withdrawn
from trellis.domain.jobs.services import applying
from trellis.domain.jobs.services.deciding import withdraw
from trellis.domain.notifications.rules import moment, zone_of
from trellis.web.frame.pages import render_page
from trellis.web.jobs.shown import shown

_SAYS_NO = (OwnOrganization, ApplicationsClosed)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def apply_for_job(request: HttpRequest, number: int) -> HttpResponse:
    """Apply at the press of a button, as often as it is pressed once; then show the application."""
    user = request.user
    if not isinstance(user, User):
        return _to_sign_in(number)
    posting = _posting_or_404(number)
    if request.method == "POST" and profile_of(user) is not None:
        return _applied(request, posting, user)
    return _shown(request, posting, user)


@never_cache
@csrf_protect
@require_POST
def withdraw_application(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's application back, and show it."""
    user = request.user
    if not isinstance(user, User):
        return _to_sign_in(number)
    posting = _posting_or_404(number)
    application = made_for(posting, user)
    if application is None:
        raise Http404
    try:
        withdraw(application=application, user=user, now=timezone.now())
    except Absent:
        raise Http404 from None
    except Conflict as refusal:
        return _shown(request, posting, user, refusal=refusal, status=409)
    return redirect("web:apply", number=number)


def _applied(request: HttpRequest, posting: Posting, user: User) -> HttpResponse:
    try:
        applying.apply(user=user, posting=posting, now=timezone.now())
    except HasApplied:
        pass  # pressed twice: the page shows the application that there is
    except Absent:
        raise Http404 from None
    except (Invalid, OwnOrganization) as refusal:
        return _shown(request, posting, user, refusal=refusal, status=409)
    return redirect("web:apply", number=posting.pk)


def _shown(
    request: HttpRequest,
    posting: Posting,
    user: User,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    application = made_for(posting, user)
    refusal = refusal or (None if application else _refusal(posting, user))
    context = {
        "job": shown(posting),
        "is_blind": posting.blind_until_shortlisted,
        "refusal": refusal and refusal.sentence,
        **(_of_application(application, user) if application else _of_profile(user)),
    }
    return render_page(request, "web/jobs/apply.html", context, status=status)


def _refusal(posting: Posting, user: User) -> Refusal | None:
    """Return why this person cannot apply for this job, whatever they would send; None where they can."""
    try:
        applying.refuse(user, posting, timezone.now())
    except _SAYS_NO as refusal:
        return refusal
    return None


def _of_application(application: Application, user: User) -> dict[str, Any]:
    zone = zone_of(user)
    withdrawn = application.withdrawn_at
    return {
        "application": application,
        "applied": moment(application.created_at, zone),
        "withdrawn": withdrawn and moment(withdrawn, zone),
        "can_be_withdrawn": can_be_withdrawn(application),
        "reveals": [moment(each.revealed_at, zone) for each in reveals_of(application)],
    }


def _of_profile(user: User) -> dict[str, Any]:
    profile = profile_of(user)
    if profile is None:
        return {"profile": None}
    lacking = missing(what_is_there(profile))
    return {
        "profile": profile,
        "lacking": [sentence for sentences in lacking.values() for sentence in sentences],
    }


def _posting_or_404(number: int) -> Posting:
    try:
        return once_on_board(number)
    except NoPosting:
        raise Http404 from None


def _to_sign_in(number: int) -> HttpResponse:
    return redirect_to_login(reverse("web:apply", kwargs={"number": number}), reverse("web:sign-in"))
