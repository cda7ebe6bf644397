"""From which pages somebody may be signed in and out, and a cookie may act."""

from typing import Any

from django.http import HttpRequest
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from trellis.core.realtime.origins import is_front_end, is_ours

# What a browser says of a request that no page of another site has made.
_NO_OTHER_SITE = ("", "none", "same-origin")


def is_from_us(request: HttpRequest | Request) -> bool:
    """Tell whether a request comes from a page of ours, from a front end that settings name, or no browser.

    A browser names the page's origin whenever it may matter; where it does not, it says of which kind of
    site the page is.
    """
    origin = request.META.get("HTTP_ORIGIN", "")
    if not origin:
        return request.META.get("HTTP_SEC_FETCH_SITE", "") in _NO_OTHER_SITE
    return is_ours(origin, host=request.get_host()) or is_front_end(origin)


class FromUs(BasePermission):
    """Nobody is signed in, refreshed or signed out by a page of a foreign site."""

    message = "This can only be asked from a page of this site, or of a front end that belongs to it."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Tell whether the request comes from where it may."""
        return is_from_us(request)
