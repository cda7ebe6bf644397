"""Answers that everybody gets alike, for browsers and proxies to keep for a moment."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

FRESH_SECONDS = 60


def cacheable(request: HttpRequest, whole: HttpResponse, *, seconds: int = FRESH_SECONDS) -> HttpResponse:
    """Return `whole` with a strong ETag of its bytes, or 304 to who has just these.

    The bytes themselves are hashed (SHA-256, tens of microseconds), so that no change anywhere is
    forgotten: of a row, of its tenant's card, of the template.
    """
    etag = f'"{sha256(whole.content).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag, response=whole) or whole
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={seconds}"
    patch_vary_headers(response, ["Accept"])
    return response
