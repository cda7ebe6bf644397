"""`Authorization: Bearer <access token>`: one token opens every door."""

from typing import Any

from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import read_access_token, user_of
from trellis.domain.accounts.refusals import InvalidToken


class BearerAuthentication(BaseAuthentication):
    """Reads the token and loads its account; a token that is no good is 401 even where none is needed."""

    def authenticate(self, request: Request) -> tuple[User, dict[str, Any]] | None:
        """Return (user, claims), or None without the header; raise AuthenticationFailed."""
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            claims = read_access_token(token.strip())
            user = user_of(claims)
        except InvalidToken:
            raise exceptions.AuthenticationFailed("Given token is not valid.") from None
        request._request.signed_in_user_id = user.pk  # type: ignore[attr-defined]
        return user, claims

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge that turns a missing token into 401 rather than 403."""
        return 'Bearer realm="api"'
