"""What the views of accounts share."""

from rest_framework import exceptions
from rest_framework.request import Request

from trellis.domain.accounts.models import User


def caller_of(request: Request) -> User:
    """Return the account that is signed in."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user
