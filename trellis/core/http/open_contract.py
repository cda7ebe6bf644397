"""What documents leave open to anybody, and production closes: docs/decisions/open-contract.md."""

import secrets

from django.conf import settings
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request


def refuse_nobody(request: Request) -> None:
    """Raise NotAuthenticated (401) for a caller without a token, unless the contract is open to anybody.

    A service that we know by its key may call as if it were open.
    """
    if not settings.TRELLIS_OPEN_CONTRACT and not is_service(request):
        raise NotAuthenticated


def is_service(request: Request) -> bool:
    """Tell whether the request carries one of the keys of TRELLIS_SERVICE_KEYS in X-Service-Key."""
    given = request.META.get("HTTP_X_SERVICE_KEY", "").encode()
    return any(secrets.compare_digest(given, key.encode()) for key in settings.TRELLIS_SERVICE_KEYS if key)
