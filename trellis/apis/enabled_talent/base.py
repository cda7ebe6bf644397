"""The base view of the Enabled Talent door."""

from typing import Any, ClassVar

from django.utils.cache import patch_vary_headers
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.answers import ANSWERS
from trellis.apis.enabled_talent.authentication import CookieAuthentication
from trellis.core.http.answering import Answers
from trellis.core.http.views import ApiView, NothingHere
from trellis.domain.accounts.models import User


class EnabledTalentView(ApiView):
    """Every view of this door (enabled-talent-api.md): signed in by token or cookie, or it says otherwise.

    Its lists are plain, with a cursor (core/paging/cursors.py).
    """

    authentication_classes: Any = (*ApiView.authentication_classes, CookieAuthentication)
    answers: ClassVar[Answers] = ANSWERS
    rate_scope: str | None = "enabled_talent"

    def get_authenticate_header(self, request: Request) -> str:
        """Return the challenge, with which it is 401 who somebody is not, also where no token is read."""
        challenge: str = EnabledTalentView.authentication_classes[0]().authenticate_header(request)
        return challenge

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Tell caches that what is answered depends on who is signed in by cookie."""
        final = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(final, ["Cookie"])
        return final


class PublicView(EnabledTalentView):
    """What may be asked without an account."""

    permission_classes: Any = (AllowAny,)


class NotFoundView(NothingHere, EnabledTalentView):
    """Any URL of this door that no document names."""


def caller_of(request: Request) -> User:
    """Return the account that is signed in."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user
