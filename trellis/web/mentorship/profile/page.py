"""A mentor's profile: filling it in, changing it, applying to become one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.files.turns import Busy
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.refusals import AlreadyMentor, InvalidProfile, StaleVersion
from trellis.domain.mentorship.services.mentors import create_mentor, set_photo, update_mentor
from trellis.web.components.zones import viewer_zone
from trellis.web.mentorship.access import mentors_only, signed_in
from trellis.web.mentorship.pages import render_mentorship
from trellis.web.mentorship.profile.forms import PhotoForm, ProfileForm
from trellis.web.mentorship.visitors import forget_visitor, user_of, visitor_of


@require_http_methods(["GET", "HEAD", "POST"])
@mentors_only
def mentor_profile_edit(request: HttpRequest) -> HttpResponse:
    """Let a mentor fill in or change their profile."""
    return _edit(request)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile_edit(request: HttpRequest) -> HttpResponse:
    """The same for everybody: those who are no mentors yet apply with it."""
    return _edit(request)


@require_POST
@signed_in
def photo(request: HttpRequest) -> HttpResponse:
    """Take a new profile photo."""
    mentor = visitor_of(request).mentor
    if mentor is None:
        return redirect("web:profile-edit")
    form = PhotoForm(request.POST, request.FILES)
    if form.has_error("photo", code="busy"):
        response = _page(request, _form(request), photo_form=form, status=503)
        response["Retry-After"] = str(Busy.wait)
        return response
    if not form.is_valid():
        return _page(request, _form(request), photo_form=form, status=422)
    set_photo(mentor=mentor, photo=form.cleaned_data["photo"], now=timezone.now())
    messages.success(request, "Your new photo is shown from now on.")
    return redirect(_edit_page(request))


def _edit(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _form(request))
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    mentor = visitor_of(request).mentor
    try:
        return _save(request, mentor, dict(form.cleaned_data))
    except InvalidProfile as error:
        for name, sentences in error.errors.items():
            form.add_error(name if name in form.fields else None, sentences)
        return _page(request, form, status=422)
    except (StaleVersion, AlreadyMentor):
        # Saved in another window meanwhile: what was written stays in the form, over the new version.
        forget_visitor(request)
        fresh = _form(request, _with_new_version(request))
        return _page(
            request,
            fresh,
            problem="Your profile was changed in another window. Check it, and save again.",
            status=409,
        )


def _save(request: HttpRequest, mentor: Mentor | None, given: dict[str, Any]) -> HttpResponse:
    version = given.pop("version")
    if mentor is not None:
        update_mentor(mentor=mentor, changes=given, version=version, now=timezone.now())
        messages.success(request, "Your profile is saved.")
        return redirect(_edit_page(request))
    create_mentor(user=user_of(request), profile=given, now=timezone.now())
    forget_visitor(request)
    messages.success(
        request, "Your profile is saved. Somebody of the team looks at it; then mentees can find you."
    )
    is_mentor = visitor_of(request).roles.is_mentor
    return redirect("web:mentor-dashboard" if is_mentor else "web:profile-edit")


def _form(request: HttpRequest, data: Any = None) -> ProfileForm:
    return ProfileForm(data, mentor=visitor_of(request).mentor, zone=viewer_zone(request).name)


def _with_new_version(request: HttpRequest) -> Any:
    data = request.POST.copy()
    mentor = visitor_of(request).mentor
    data["version"] = str(mentor.version) if mentor else ""
    return data


def _edit_page(request: HttpRequest) -> str:
    return "web:mentor-profile-edit" if visitor_of(request).roles.is_mentor else "web:profile-edit"


def _page(
    request: HttpRequest,
    form: ProfileForm,
    *,
    photo_form: PhotoForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "photo_form": photo_form or PhotoForm(),
        "mentor": visitor_of(request).mentor,
        "problem": problem,
        "form_action": reverse(_edit_page(request)),
        "first": "first" in request.GET,
        "section": "profile",
    }
    return render_mentorship(request, "web/mentorship/profile/page.html", context, status=status)
