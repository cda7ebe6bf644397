"""What the base views of all doors share: the form of answers, counting requests, telling the count."""

from collections.abc import Iterable
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from trellis.core.description import PLAIN_STYLE, DoorSchema, Style
from trellis.core.http.answering import PLAIN, Answers
from trellis.core.http.throttling import RateThrottle, add_rate_headers, show_window
from trellis.core.throttling import TooMany


class Negotiation(DefaultContentNegotiation):
    """DRF's, which does not weigh media types where the client takes any and names no format."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> Any:
        """Return the renderer and its media type; raise NotAcceptable or Http404."""
        takes_any = request.META.get("HTTP_ACCEPT", "*/*") == "*/*"
        if takes_any and not format_suffix and self.settings.URL_FORMAT_OVERRIDE not in request.query_params:
            first = next(iter(renderers))
            return first, first.media_type
        return super().select_renderer(request, renderers, format_suffix)


class ApiView(APIView):
    """DRF's view with our rate limits and our refusals; a door's base view names its own of both.

    Its description (`style`) tells what it may refuse.
    """

    answers: ClassVar[Answers] = PLAIN
    style: ClassVar[Style] = PLAIN_STYLE
    schema: Any = DoorSchema()
    content_negotiation_class: Any = Negotiation
    rate_scope: str | None = None
    throttle_classes: list[type[BaseThrottle]] = [RateThrottle]

    def handle_exception(self, exc: Exception) -> Response:
        """Answer a refusal as the door's `answers` have it, and anything else as DRF does."""
        return super().handle_exception(self.in_words(exc))

    def in_words(self, exc: Exception) -> Exception:
        """Return the door's answer to a refusal, of TooMany with headers that tell the limit; else `exc`."""
        if isinstance(exc, TooMany):
            show_window(self.request, exc.window)
        return self.answers.to(exc) or exc

    def account_named(self, request: Request) -> int | None:
        """Return the account for which a body asks something without a token, where the view has such."""
        return None

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
