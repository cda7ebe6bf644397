"""What whoever has a code can take with them: the paper, the badge; and the list of what holds no more."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.http.caching import cacheable
from trellis.core.refusals import Unavailable
from trellis.core.throttling import TooMany, client_address
from trellis.domain.credentials.models import Badge
from trellis.domain.credentials.refusals import Ended, NoBadge
from trellis.domain.credentials.rules.signatures import canonical
from trellis.domain.credentials.services.checking import look_up
from trellis.domain.credentials.services.papers import as_pdf
from trellis.domain.credentials.services.signing import badge_jwt, list_jwt, signed_badge, signed_list
from trellis.web.credentials.answers import later, page, shown, too_often

_JSON, _JWT = "application/vc", "application/vc+jwt"
_ANYBODY = "*"  # programs on other pages check badges


@never_cache
@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Send the paper of a badge that holds."""
    return _file(request, code, _paper)


@never_cache
@require_safe
def badge_file(request: HttpRequest, code: str) -> HttpResponse:
    """Send a badge that holds, as JSON with its proof in it."""
    return _file(request, code, _json)


@never_cache
@require_safe
def badge_token(request: HttpRequest, code: str) -> HttpResponse:
    """Send the same as a JWT."""
    return _file(request, code, _token)


@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """Send the bits of what holds no more, signed: to anybody, without signing in."""
    now = timezone.now()
    try:
        if _JWT in request.META.get("HTTP_ACCEPT", ""):
            whole = HttpResponse(list_jwt(number, now=now), content_type=_JWT)
        else:
            whole = HttpResponse(canonical(signed_list(number, now=now)), content_type=_JSON)
    except NoBadge:
        raise Http404 from None
    except Unavailable as refusal:
        return later(refusal)
    response = cacheable(request, whole)
    patch_vary_headers(response, ["Accept"])
    response["Access-Control-Allow-Origin"] = _ANYBODY
    return response


def _file(request: HttpRequest, code: str, made: Callable[[Badge], HttpResponse]) -> HttpResponse:
    try:
        badge = look_up(code, caller=client_address(request))
    except TooMany as refusal:
        return too_often(request, refusal)
    except NoBadge:
        return page(request, "unknown", status=404)
    try:
        response = made(badge)
    except Ended:
        return page(request, "found", badge=shown(badge), status=410)
    except Unavailable as refusal:
        return later(refusal)
    response["X-Robots-Tag"] = "noindex"
    return response


def _paper(badge: Badge) -> HttpResponse:
    response = HttpResponse(as_pdf(badge, now=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{badge.code}.pdf"'
    return response


def _json(badge: Badge) -> HttpResponse:
    response = JsonResponse(signed_badge(badge, now=timezone.now()), content_type=_JSON)
    return _to_keep(response, f"{badge.code}.json")


def _token(badge: Badge) -> HttpResponse:
    response = HttpResponse(badge_jwt(badge, now=timezone.now()), content_type=_JWT)
    return _to_keep(response, f"{badge.code}.jwt")


def _to_keep(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = _ANYBODY
    return response
