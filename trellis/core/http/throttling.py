"""Rate limits of views, and the headers that tell of a window: core/throttling.py counts."""

from math import ceil
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from trellis.core.throttling import Window, caller_of, hit, strictest


class RateThrottle(BaseThrottle):
    """A view's `rate_scope` names its limits in settings.RATE_LIMITS; accounts and addresses count apart."""

    window: Window | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count the request; leave its window on the request for `add_rate_headers`."""
        scope = getattr(view, "rate_scope", None)
        if scope is None or not settings.TRELLIS_RATE_LIMITS:
            return True
        self.window = strictest(hit({f"{scope}:{caller_of(request)}": settings.RATE_LIMITS[scope]}))
        show_window(request, self.window)
        return not self.window.is_over

    def wait(self) -> float | None:
        """Return the seconds that Retry-After gives."""
        return self.window.wait if self.window else None


def show_window(request: Any, window: Window) -> None:
    """Have `add_rate_headers` tell of this window: the one that refused, or else the strictest."""
    getattr(request, "_request", request).rate_window = window


def is_counted(request: Any) -> bool:
    """Tell whether a window was shown for this request."""
    return hasattr(getattr(request, "_request", request), "rate_window")


def add_rate_headers(request: Any, response: Any) -> None:
    """Set the rate headers of the window that was shown for this request, where one was."""
    window: Window | None = getattr(getattr(request, "_request", request), "rate_window", None)
    if window is not None:
        tell(window, response)


def tell(window: Window, response: Any) -> None:
    """Set `X-RateLimit-*` (soosh-api.md), the IETF draft's `RateLimit` headers, and when to come again."""
    response["X-RateLimit-Limit"] = str(window.limit)
    response["X-RateLimit-Remaining"] = str(window.remaining)
    response["X-RateLimit-Reset"] = str(ceil(window.resets_at))
    response["RateLimit-Policy"] = f'"default";q={window.limit};w={window.seconds}'
    response["RateLimit"] = f'"default";r={window.remaining};t={window.wait}'
    if window.is_over:
        response["Retry-After"] = str(window.wait)
