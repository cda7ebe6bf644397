"""What the script of the settings says of its browser, and the script that shows notifications in it."""

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from trellis.core.http.json_text import NotJSON, read_json
from trellis.core.refusals import Refusal
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import sign_in_of_session
from trellis.domain.notifications.services.subscribing import subscribe, unsubscribe

_LARGEST = 8_192
_WORKER = "web/notifications/worker.js"


@never_cache
@csrf_protect
@require_POST
def push_subscription(request: HttpRequest) -> HttpResponse:
    """Tell somebody things in the browser that says this; with `off`, nothing any more."""
    user = request.user
    if not isinstance(user, User):
        return _refused("Sign in again.", 401)
    said = _said(request)
    if said is None:
        return _refused("This is no subscription.", 400)
    if said["off"]:
        unsubscribe(person=user, endpoint=said["endpoint"])
        return HttpResponse(status=204)
    try:
        subscribe(
            person=user,
            sign_in_id=sign_in_of_session(request),
            endpoint=said["endpoint"],
            p256dh=said["p256dh"],
            auth=said["auth"],
            user_agent=request.headers.get("User-Agent", ""),
            now=timezone.now(),
        )
    except Refusal as refusal:
        return _refused(refusal.sentence, 422)
    return HttpResponse(status=204)


@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """Send the script, from an address that stands above all pages: it serves those below its own."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@cache
def _worker() -> bytes:
    return Path(str(finders.find(_WORKER))).read_bytes()


def _said(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the script sent, of the right kinds; None where it is something else."""
    if len(request.body) > _LARGEST:
        return None
    try:
        given = read_json(request.body.decode())
    except (NotJSON, UnicodeDecodeError):
        return None
    keys = given.get("keys") if isinstance(given, dict) else None
    if not isinstance(keys, dict):
        return None
    said = {
        "endpoint": given.get("endpoint"),
        "p256dh": keys.get("p256dh"),
        "auth": keys.get("auth"),
        "off": given.get("off", False),
    }
    texts = (said["endpoint"], said["p256dh"], said["auth"])
    is_whole = all(isinstance(text, str) and "\x00" not in text for text in texts)
    return said if is_whole and isinstance(said["off"], bool) else None


def _refused(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"detail": sentence}, status=status)
