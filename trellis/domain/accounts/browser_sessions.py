"""Signing a browser in and out: every page and every door that does so begins and ends its sessions here."""

from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils import timezone

from trellis.domain.accounts.queries import FAMILY, SIGNED_IN_BY, sign_in_of_session
from trellis.domain.accounts.services.tokens import TokenPair, end_families

_BACKEND = "trellis.domain.accounts.backends.EmailBackend"


def begin(request: HttpRequest, pair: TokenPair) -> None:
    """Start the session of who has signed in, under a new key; the browser's sign-in of before ends."""
    earlier = sign_in_of_session(request)
    if earlier is not None:
        # What it may be told (core/post/push) would go on appearing here, whoever is here.
        end_families(family_ids=[earlier], now=timezone.now())
    login(request, pair.user, backend=_BACKEND)
    request.session[FAMILY] = str(pair.family_id)
    mark(request, pair.signed_in_by)


def mark(request: HttpRequest, by: str) -> None:
    """Have the session remember how it was begun, one of SignedInBy."""
    request.session[SIGNED_IN_BY] = by


def end(request: HttpRequest) -> None:
    """End the session and the refresh tokens of its sign-in."""
    family_id = sign_in_of_session(request)
    if family_id is not None:
        end_families(family_ids=[family_id], now=timezone.now())
    logout(request)
