"""Who issues badges here, and by which keys: for programs below `/.well-known/`, for people as a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trellis.core.http.caching import cacheable
from trellis.domain.credentials.queries.documents import did_document, issuer_id, issuer_profile, key_set
from trellis.domain.credentials.queries.keys import keys_told
from trellis.domain.credentials.services.keys import keep_key
from trellis.web.frame.pages import render_page

_FRESH_SECONDS = 300


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """Send the DID document of this site."""
    keep_key(now=timezone.now())
    return _published(request, did_document(), "application/did+json")


@require_safe
def jwks(request: HttpRequest) -> HttpResponse:
    """Send the keys as JOSE has them."""
    keep_key(now=timezone.now())
    return _published(request, key_set(), "application/jwk-set+json")


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """Say who issues, and by which keys; to who asks for JSON as Open Badges have it."""
    if request.accepts("text/html") or not request.accepts("application/json"):
        keep_key(now=timezone.now())
        context = {"did": issuer_id(), "keys": keys_told()}
        return render_page(request, "web/credentials/issuer.html", context)
    return _published(request, issuer_profile(), "application/json")


def _published(request: HttpRequest, document: dict[str, Any], kind: str) -> HttpResponse:
    response = cacheable(request, JsonResponse(document, content_type=kind), seconds=_FRESH_SECONDS)
    response["Access-Control-Allow-Origin"] = "*"
    return response
