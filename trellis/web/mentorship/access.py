"""Which pages are whose."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from trellis.web.components.zones import keep_zone
from trellis.web.frame.next_page import safe_next
from trellis.web.mentorship.pages import render_mentorship
from trellis.web.mentorship.visitors import visitor_of

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Lead visitors without a session to the sign-in page, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if visitor_of(request).user is None:
            return _to_sign_in(request)
        keep_zone(request)  # what the page does is told by mail in the time that it shows
        return view(request, *args, **kwargs)

    return guarded


def mentors_only(view: View) -> View:
    """Show a page that explains itself to signed-in people who are no mentors."""

    @wraps(view)
    @signed_in
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not visitor_of(request).roles.is_mentor:
            return render_mentorship(request, "web/mentorship/not_for_you.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def with_profile(view: View) -> View:
    """Lead mentors who have not filled in their profile to the form."""

    @wraps(view)
    @mentors_only
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if visitor_of(request).mentor is None:
            return redirect(f"{reverse('web:mentor-profile-edit')}?first=1")
        return view(request, *args, **kwargs)

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = safe_next(request, _page_shown(request))
    query = f"?{urlencode({'next': back})}" if back else ""
    target = f"{reverse('web:mentorship-auth')}{query}"
    return HttpResponseClientRedirect(target) if request.htmx else redirect(target)  # type: ignore[attr-defined]


def _page_shown(request: HttpRequest) -> str:
    """Return the page to come back to: this one, or the one whose form or button led here."""
    if request.htmx:  # type: ignore[attr-defined]
        return request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return urlsplit(request.headers.get("Referer", "")).path
