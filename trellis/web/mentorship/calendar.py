"""All sessions of a person as a feed that their own calendar subscribes to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trellis.core.http.compression import uncompressed
from trellis.domain.calendar.queries import feed_token_of, feed_url, webcal_url
from trellis.domain.calendar.services import create_feed_token, revoke_feed_token, rotate_feed_token
from trellis.web.mentorship.access import signed_in
from trellis.web.mentorship.pages import render_mentorship
from trellis.web.mentorship.visitors import user_of


@uncompressed
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Show the secret address of the person's feed; make it, change it, take it back."""
    if request.method == "POST":
        return _change(request)
    token = feed_token_of(user_of(request))
    context = {
        "token": token,
        "feed_url": feed_url(token) if token else "",
        "webcal_url": webcal_url(token) if token else "",
        "section": "calendar",
    }
    return render_mentorship(request, "web/mentorship/calendar.html", context)


def _change(request: HttpRequest) -> HttpResponse:
    user, now = user_of(request), timezone.now()
    action = request.POST.get("action", "")
    if action == "create":
        create_feed_token(user=user, now=now)
        messages.success(request, "Your calendar has an address now.")
    elif action == "rotate":
        rotate_feed_token(user=user, now=now)
        messages.success(request, "Your calendar has a new address; the old one shows nothing any more.")
    elif action == "revoke":
        revoke_feed_token(user=user, now=now)
        messages.success(request, "The address is closed: nobody can read your calendar by it.")
    return redirect("web:mentorship-calendar")
