"""Sign-in with e-mail and password for sessions (back office, pages); the doors use services.sign_in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from trellis.domain.accounts.models import User


class EmailBackend(ModelBackend):
    """Django's backend; the natural key of an account is its e-mail address in any case."""

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
        user = super().authenticate(request, username=username, password=password)
        return user if isinstance(user, User) else None
