"""Browsers in which somebody is signed in, as the sign-in pages do it, without going through them."""

from django.test import Client

from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import SIGNED_IN_BY
from trellis.domain.accounts.rules import SignedInBy


def sign_in(client: Client, user: User, *, by: str = SignedInBy.PASSWORD) -> Client:
    """Begin the session of `user` in this browser; return the browser."""
    client.force_login(user)
    session = client.session
    session[SIGNED_IN_BY] = by
    session.save()
    return client
