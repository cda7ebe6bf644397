"""What somebody was told: the list, what is unread first, and the way to what each is about."""

from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.queries import unread_count, unread_first
from trellis.domain.notifications.refusals import UnknownNotification
from trellis.domain.notifications.services.reading import mark_all_read, mark_read
from trellis.web.components.zones import keep_zone, viewer_zone
from trellis.web.frame.pages import render_page

_PAGE = 20


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """Show the list, and take one of it, or all, as read at the press of a button."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.get_full_path(), reverse("web:sign-in"))
    if request.method == "POST":
        return _read(user, request.POST.get("read", ""), request.POST.get("page", ""))
    return _page(request, user)


@never_cache
@require_safe
def notification(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead to what one of them is about: who follows it has read it."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    try:
        told = mark_read(person=user, public_id=public_id, now=timezone.now())
    except UnknownNotification:
        raise Http404 from None
    way = _way_from(told)
    return redirect(way["url"] if way else "web:notifications")


def _read(user: User, given: str, page: str) -> HttpResponse:
    now = timezone.now()
    if given == "all":
        mark_all_read(person=user, now=now)
        return redirect("web:notifications")
    try:
        mark_read(person=user, public_id=UUID(given), now=now)
    except (ValueError, UnknownNotification):
        raise Http404 from None
    here = reverse("web:notifications")
    return redirect(f"{here}?page={page}" if page.isascii() and page.isdigit() else here)


def _page(request: HttpRequest, user: User) -> HttpResponse:
    keep_zone(request)
    zone = viewer_zone(request)
    page = Paginator(unread_first(user), _PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "page": page,
        "shown": [_shown(each) for each in page],
        "unread": unread_count(user),
        "zone": zone,
    }
    with timezone.override(zone.info):
        return render_page(request, "web/notifications/page.html", context)


def _shown(told: Notification) -> dict[str, Any]:
    return {"told": told, "about": told.get_about_display(), "way": _way_from(told)}


def _way_from(told: Notification) -> dict[str, str] | None:
    """Return the first way that leads from it to a page, which is the one that it is about."""
    ways = ({"label": label, "url": url} for label, url in told.links)
    return next((way for way in ways if way["url"].startswith(("https://", "http://"))), None)
