"""Front ends on other origins: who may call the doors from a browser, and who may send cookies along."""

from urllib.parse import urlsplit

from corsheaders.middleware import (
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_ALLOW_ORIGIN,
)
from corsheaders.middleware import CorsMiddleware as AnyOrigin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers


class CorsMiddleware(AnyOrigin):
    """Lets the origins that settings name send cookies along (`credentials: 'include'`), and no other.

    `*` answers without credentials, as it does in development, stay as they are for any other origin.
    """

    def add_response_headers(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the headers, with the origin by name and credentials where it is a named one."""
        if "HTTP_ORIGIN" not in request.META and getattr(request, "_cors_enabled", False):
            # All that is said to nobody in particular.
            patch_vary_headers(response, ("origin",))
            return response
        super().add_response_headers(request, response)
        origin = request.headers.get("origin", "")
        is_allowed = ACCESS_CONTROL_ALLOW_ORIGIN in response
        if is_allowed and self.origin_found_in_white_lists(origin, urlsplit(origin)):
            response[ACCESS_CONTROL_ALLOW_ORIGIN] = origin
            response[ACCESS_CONTROL_ALLOW_CREDENTIALS] = "true"
        return response
