"""How somebody wants to be told things: channels, kinds, quiet hours, the daily mail, and which browsers."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from trellis.core.post.push import vapid
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import sign_in_of_session
from trellis.domain.notifications.models import PushSubscription
from trellis.domain.notifications.queries import preferences_of, subscriptions_of
from trellis.domain.notifications.refusals import InvalidPreferences
from trellis.domain.notifications.services.preferences import set_preferences
from trellis.domain.notifications.services.subscribing import forget
from trellis.web.components.zones import keep_zone, viewer_zone
from trellis.web.frame.pages import render_page
from trellis.web.notifications.browsers import browser_in_words
from trellis.web.notifications.forms import WishesForm

# The script of the page, and what it starts, which shows notifications.
_POLICY = {"script-src": "'self'", "connect-src": "'self'", "worker-src": "'self'"}
_LARGEST_KEY = 2**63 - 1


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def notification_settings(request: HttpRequest) -> HttpResponse:
    """Show the settings, and keep what was filled in; or forget one of the browsers."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.path, reverse("web:sign-in"))
    if request.method != "POST":
        return _page(request, user, WishesForm.of(preferences_of(user)))
    if "forget" in request.POST:
        return _forget(user, request.POST["forget"])
    return _keep(request, user)


def _keep(request: HttpRequest, user: User) -> HttpResponse:
    form = WishesForm(request.POST)
    if not form.is_valid():
        return _page(request, user, form, status=422)
    try:
        set_preferences(person=user, changes=form.changes(), now=timezone.now())
    except InvalidPreferences as refusal:
        form.add_refusal(refusal)
        return _page(request, user, form, status=422)
    return _back("saved")


def _forget(user: User, given: str) -> HttpResponse:
    key = int(given[:20]) if given.isascii() and given.isdigit() else 0
    if 0 < key <= _LARGEST_KEY:
        forget(person=user, subscription_id=key)
    return _back("removed")


def _back(done: str) -> HttpResponse:
    return redirect(f"{reverse('web:notification-settings')}?done={done}")


def _page(request: HttpRequest, user: User, form: WishesForm, *, status: int = 200) -> HttpResponse:
    keep_zone(request)
    zone = viewer_zone(request)
    browsers = subscriptions_of(user, now=timezone.now()) if vapid.is_on() else []
    context = {
        "form": form,
        "zone": zone,
        "done": request.GET.get("done", ""),
        "push_key": vapid.public_key(),
        "is_known_here": sign_in_of_session(request) is not None,
        "person_id": user.public_id,
        "browsers": [_shown(each) for each in browsers],
        "has_phone": bool(user.phone_number),
    }
    with timezone.override(zone.info):
        return render_page(request, "web/notifications/settings.html", context, status=status, policy=_POLICY)


def _shown(browser: PushSubscription) -> dict[str, Any]:
    return {
        "key": browser.pk,
        "name": browser_in_words(browser.user_agent),
        "since": browser.created_at,
    }
