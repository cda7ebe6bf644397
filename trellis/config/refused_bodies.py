"""What the bridge did not take in is refused here, in the shape of the door or page that was asked."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.views import APIView

from trellis.config.errors import refused
from trellis.core.http.bridge.asgi import OBJECTION
from trellis.core.http.bridge.bodies import Objection

Respond = Callable[[HttpRequest], HttpResponse]


class NotTakenIn(APIException):
    """The body was too large, too slow, or one too many of its address."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.sentence, code="not_taken_in")
        self.status_code = objection.status
        if objection.wait:
            self.wait = objection.wait


def refuse_what_was_not_taken_in(get_response: Respond) -> Respond:
    """Return a middleware that answers for the views whose body did not arrive."""

    def respond(request: HttpRequest) -> HttpResponse:
        objection = request.META.get(OBJECTION)
        if objection is None:
            return get_response(request)
        response = _refusing(request, objection)
        # What is left of the body is not read.
        response["Connection"] = "close"
        return response

    return respond


def _refusing(request: HttpRequest, objection: Objection) -> HttpResponse:
    view = _view_of(request)
    if view is None:
        return refused(request, objection.status, sentence=objection.sentence, wait=objection.wait)

    class Refusing(view):  # type: ignore[misc, valid-type]
        def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
            raise NotTakenIn(objection)

    response: HttpResponse = Refusing.as_view()(request).render()
    return response


def _view_of(request: HttpRequest) -> type[APIView] | None:
    """Return the class of the API view that was asked; None for a page."""
    try:
        return getattr(resolve(request.path_info).func, "cls", None)
    except Resolver404:
        return None
