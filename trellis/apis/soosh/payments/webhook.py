"""`payments/webhook`: what the gateway tells by itself (soosh-api.md, section 7)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.core.http.errors import TooLarge
from trellis.domain.payments.rules.limits import LARGEST_EVENT
from trellis.domain.payments.services.webhooks import receive

_SIGNATURE = OpenApiParameter(
    "Stripe-Signature", str, OpenApiParameter.HEADER, description="Stripe's: `t=…,v1=…`."
)


class ReceivedOutput(serializers.Serializer[Any]):
    """That it has come."""

    received = serializers.BooleanField()


class WebhookView(SooshView):
    """`payments/webhook`: its signature says who may, and nobody is counted."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    rate_scope = None
    # Signed is what was sent, byte for byte.
    parser_classes: list[type[BaseParser]] = []

    @extend_schema(request={"application/json": {}}, parameters=[_SIGNATURE], responses=ReceivedOutput)
    def post(self, request: Request) -> Response:
        """Take in what the gateway tells: 200 also for what is not ours, 400 where it is not the gateway's.

        An event that comes twice, late or in another order changes nothing. Anything but 2xx makes it come
        again.
        """
        body = request._request.body
        if len(body) > LARGEST_EVENT:
            raise TooLarge
        receive(body=body, signature=request.headers.get("Stripe-Signature", ""), now=timezone.now())
        return Response({"received": True})
