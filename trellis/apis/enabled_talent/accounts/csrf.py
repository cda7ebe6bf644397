"""What a front end asks for once, before anything that a cookie signs in."""

from typing import Any

from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.base import PublicView


class CsrfOutput(serializers.Serializer[Any]):
    """The token to send back as `X-CSRFToken`; the cookie that it belongs to comes along."""

    csrfToken = serializers.CharField()  # noqa: N815  (the name that front ends look for)


class CsrfView(PublicView):
    """`csrf/`."""

    authentication_classes = ()

    @extend_schema(responses=CsrfOutput)
    def get(self, request: Request) -> Response:
        """Give the CSRF token, in the body too: a page of another site cannot read our cookies."""
        token = {"csrfToken": get_token(request._request)}
        return Response(token, headers={"Cache-Control": "no-store"})
