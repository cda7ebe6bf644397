"""Checking an e-mail address and a password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from trellis.core.throttling import client_address
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import KnownBrowser
from trellis.domain.accounts.services.attempts import count_sign_in


class EmailBackend(ModelBackend):
    """Django's backend; the natural key of an account is its e-mail address in any spelling.

    Every password that is tried anywhere is tried here, and so counted here.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        *,
        address: str = "",
        known: KnownBrowser | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the account, or None; raise TooMany. What PostgreSQL cannot hold names no account.

        `address` is the caller's network address, where there is no request to tell it.
        """
        username = username or kwargs.get("email")
        if username is None or not username.isprintable():
            return None
        source = address or (client_address(request) if request is not None else "")
        attempt = count_sign_in(email=username, address=source, known=known)
        user = super().authenticate(request, username=username, password=password)
        if not isinstance(user, User):
            return None
        attempt.succeeded()
        return user
