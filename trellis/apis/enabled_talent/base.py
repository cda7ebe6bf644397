"""The base view of the Enabled Talent door."""

from typing import ClassVar

from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from trellis.apis.enabled_talent.answers import ANSWERS
from trellis.core.http.answering import Answers
from trellis.core.http.views import ApiView, NothingHere
from trellis.domain.accounts.models import User


class EnabledTalentView(ApiView):
    """Every view of this door (enabled-talent-api.md): signed in, unless a view says otherwise.

    Its lists are plain, with a cursor (core/paging/cursors.py).
    """

    answers: ClassVar[Answers] = ANSWERS
    rate_scope: str | None = "enabled_talent"


class PublicView(EnabledTalentView):
    """What may be asked without an account."""

    permission_classes = (AllowAny,)


class NotFoundView(NothingHere, EnabledTalentView):
    """Any URL of this door that no document names."""


def caller_of(request: Request) -> User:
    """Return the account that is signed in."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user
