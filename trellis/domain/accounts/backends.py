"""Checking an e-mail address and a password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from trellis.core.throttling import client_address
from trellis.domain.accounts.attempts import TooManyAttempts, count_sign_in, forget_sign_ins
from trellis.domain.accounts.models import User


class EmailBackend(ModelBackend):
    """Django's backend; the natural key of an account is its e-mail address in any case.

    Called with a request it signs a browser in (back office, pages), and counts attempts by the
    request's address; services.sign_in, which has no request, counts them itself.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the account, or None. A NUL, which PostgreSQL cannot hold, names no account."""
        username = username or kwargs.get("email")
        if username is None or "\x00" in username:
            return None
        address = client_address(request) if request is not None else None
        if address is not None:
            _count(username, address)
        user = super().authenticate(request, username=username, password=password)
        if not isinstance(user, User):
            return None
        if address is not None:
            forget_sign_ins(email=username, address=address)
        return user


def _count(email: str, address: str) -> None:
    try:
        count_sign_in(email=email, address=address)
    except TooManyAttempts:
        raise PermissionDenied from None
