"""Signing in by Google, Apple or LinkedIn (soosh-api.md, section 1): one view, three addresses."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.answers import OF_SIGNING_IN
from trellis.apis.soosh.auth.input import ProviderInput
from trellis.apis.soosh.auth.output import ProviderLoginOutput
from trellis.apis.soosh.auth.views import OpenView, signed_in
from trellis.core.http.answering import Answers
from trellis.core.http.views import validated
from trellis.core.throttling import client_address
from trellis.domain.identities.rules.claims import names_of
from trellis.domain.identities.rules.providers import Key
from trellis.domain.identities.services.signing_in import Proof, sign_in


class ProviderView(OpenView):
    """`POST /api/v1/auth/google`, `…/apple`, `…/linkedin`."""

    answers: ClassVar[Answers] = OF_SIGNING_IN
    provider: Key = "google"

    @extend_schema(request=ProviderInput, responses=ProviderLoginOutput)
    def post(self, request: Request) -> Response:
        """Sign in by the provider's id token; the first time makes the account.

        Where the address has an account that was proven it is a 409, and a code is mailed to it: sent again
        with its `password` or that `code`, the provider opens it from then on.
        """
        given = validated(ProviderInput, request)
        name = given.get("user", {}).get("name", {})
        entered = sign_in(
            provider=self.provider,
            token=given["token"],
            nonce=given["nonce"],
            names=names_of(name.get("firstName"), name.get("lastName")),
            proof=Proof(password=given["password"], code=given["code"]),
            address=client_address(request),
            now=timezone.now(),
        )
        answer: dict[str, Any] = {**signed_in(entered.pair), "other_email": entered.other_email or None}
        return Response(answer)
