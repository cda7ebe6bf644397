"""Whom a request is counted for."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings


def caller_of(request: Any) -> str:
    """Return whom to count a request for: the account, or else the network address."""
    return str(request.user.pk if request.user.is_authenticated else client_address(request))


def client_address(request: Any) -> str:
    """Return the caller's network address."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    """Return the caller's address; X-Forwarded-For counts only as far as our own proxies wrote it."""
    trusted = settings.TRELLIS_TRUSTED_PROXIES
    forwarded = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if trusted and len(forwarded) >= trusted and forwarded[-trusted]:
        return str(forwarded[-trusted])[:64]
    return str(environ.get("REMOTE_ADDR", ""))
