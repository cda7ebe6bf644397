"""What the views of accounts share: those that need no account, and those that no foreign page may ask."""

from typing import Any

from rest_framework.response import Response

from trellis.apis.enabled_talent import cookies
from trellis.apis.enabled_talent.accounts.output import AccountOutput
from trellis.apis.enabled_talent.answers import OF_SIGNING_IN
from trellis.apis.enabled_talent.base import PublicView
from trellis.apis.enabled_talent.origins import FromUs
from trellis.domain.accounts.services.tokens import TokenPair

UNSTORED = {"Cache-Control": "no-store"}


class OpenView(PublicView):
    """Whoever is at it need not be signed in, and a cookie or token that is no good does not matter."""

    authentication_classes = ()


class SigningView(OpenView):
    """Signs a browser in or out, which no page of a foreign site can have it do."""

    answers = OF_SIGNING_IN
    permission_classes = (FromUs,)


def signed_in(pair: TokenPair) -> Response:
    """Answer a pair of tokens with its account, and have the browser hold the pair too."""
    user: Any = AccountOutput(pair.user).data
    response = Response({"access": pair.access, "refresh": pair.refresh, "user": user}, headers=UNSTORED)
    cookies.keep(response, pair)
    return response
