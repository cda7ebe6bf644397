"""What the base views of all doors share: counting requests and telling clients the count."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from trellis.core.http.throttling import RateThrottle, TooMany, add_rate_headers, show_window


class ApiView(APIView):
    """DRF's view with our rate limits; a door's base view names its `rate_scope`."""

    rate_scope: str | None = None
    throttle_classes: list[type[BaseThrottle]] = [RateThrottle]

    def handle_exception(self, exc: Exception) -> Response:
        """Answer 429 where a service has counted too many, and anything else as DRF does."""
        return super().handle_exception(self.in_words(exc))

    def in_words(self, exc: Exception) -> Exception:
        """Return the door's own 429 for TooMany, whose limit the headers tell; anything else as it is."""
        if not isinstance(exc, TooMany):
            return exc
        show_window(self.request, exc.window)
        try:
            self.throttled(self.request, exc.wait)
        except Throttled as refusal:
            return refusal

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Add the rate headers to whatever the view answers, errors included."""
        final: Response = super().finalize_response(request, response, *args, **kwargs)
        add_rate_headers(request, final)
        return final


class NothingHere(ApiView):
    """The last route of every door: what no document names is a 404 in that door's own shape."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    rate_scope: str | None = None
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before the method is looked at."""
        raise NotFound


def validated(kind: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Return the request's body as `kind` understands it; raise ValidationError."""
    serializer = kind(data=request.data)
    serializer.is_valid(raise_exception=True)
    given: dict[str, Any] = serializer.validated_data
    return given
