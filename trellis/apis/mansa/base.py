"""The base view of the Mansa door."""

from typing import ClassVar

from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from trellis.apis.mansa.answers import ANSWERS
from trellis.core.http.answering import Answers
from trellis.core.http.views import ApiView, NothingHere
from trellis.domain.accounts.models import User


class MansaView(ApiView):
    """Every view of this door (mansa-mentorship-guide.md): signed in, unless a view says otherwise.

    Its lists are numbered pages (core/paging/numbered.py).
    """

    answers: ClassVar[Answers] = ANSWERS
    rate_scope: str | None = "mansa"


class PublicMansaView(MansaView):
    """What may be read without an account: the mentors and their free times. A token is read all the same."""

    permission_classes = (AllowAny,)


class NotFoundView(NothingHere, MansaView):
    """Any URL of this door that no document names."""


def caller_of(request: Request) -> User:
    """Return the account that is signed in."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user
