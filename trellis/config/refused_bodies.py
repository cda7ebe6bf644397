"""What the bridge did not take in is refused here, in the shape of the door or page that was asked."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.views import APIView

from trellis.config.errors import refused
from trellis.core.http.bodies import Refusal
from trellis.core.http.bridge import REFUSAL

Respond = Callable[[HttpRequest], HttpResponse]


class NotTakenIn(APIException):
    """The body was too large, too slow, or one too many of its address."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence, code="not_taken_in")
        self.status_code = refusal.status
        if refusal.wait:
            self.wait = refusal.wait


def refuse_what_was_not_taken_in(get_response: Respond) -> Respond:
    """Return a middleware that answers for the views whose body did not arrive."""

    def respond(request: HttpRequest) -> HttpResponse:
        refusal = request.META.get(REFUSAL)
        if refusal is None:
            return get_response(request)
        response = _refusing(request, refusal)
        # What is left of the body is not read.
        response["Connection"] = "close"
        return response

    return respond


def _refusing(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    view = _view_of(request)
    if view is None:
        return refused(request, refusal.status, sentence=refusal.sentence, wait=refusal.wait)

    class Refusing(view):  # type: ignore[misc, valid-type]
        def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
            raise NotTakenIn(refusal)

    response: HttpResponse = Refusing.as_view()(request).render()
    return response


def _view_of(request: HttpRequest) -> type[APIView] | None:
    """Return the class of the API view that was asked; None for a page."""
    try:
        return getattr(resolve(request.path_info).func, "cls", None)
    except Resolver404:
        return None
