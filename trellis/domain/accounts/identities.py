"""Who opened a connection that is no request: by the cookie of a browser session, or by an access token."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import InvalidToken
from trellis.domain.accounts.tokens import read_access_token, user_of

# Under which key a session remembers how it was begun.
SIGNED_IN_BY = "signed_in_by"


def user_of_session(session_key: str) -> User | None:
    """Return the account that is signed in with this session, while it lasts and is not revoked."""
    if not session_key.isalnum():
        return None  # no key of ours, and perhaps nothing that PostgreSQL can hold
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, User):
        return None
    user.signed_in_by = signed_in_by(request)
    return user


def signed_in_by(request: HttpRequest) -> str:
    """Return how the request's session was begun, one of SignedInBy; "" where it does not say."""
    return str(request.session.get(SIGNED_IN_BY, ""))


def user_of_token(token: str) -> User | None:
    """Return the account of a genuine, current access token."""
    try:
        return user_of(read_access_token(token))
    except InvalidToken:
        return None
