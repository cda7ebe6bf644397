"""`notifications/push/…`, additions: which browsers show what one is told (docs/decisions/push.md)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.post.push import vapid
from trellis.core.post.push.encryption import LONGEST_KEY
from trellis.core.post.push.endpoints import LONGEST_ENDPOINT
from trellis.core.writing.fields import LineField
from trellis.domain.notifications.services.subscribing import subscribe, unsubscribe

_ENDPOINT = "The address that the browser's push service gave it."


class PushKeyOutput(serializers.Serializer[Any]):
    """What a browser subscribes with, as `applicationServerKey`; null where this site sends none."""

    public_key = serializers.CharField(allow_null=True)


class BrowserKeysInput(Input):
    """What messages are encrypted with, in base64url."""

    p256dh = LineField(max_length=LONGEST_KEY)
    auth = LineField(max_length=LONGEST_KEY)


class BrowserEndpointInput(Input):
    """Which browser."""

    endpoint = LineField(max_length=LONGEST_ENDPOINT, help_text=_ENDPOINT)


class BrowserInput(BrowserEndpointInput):
    """A browser, as its `PushSubscription.toJSON()` says it."""

    keys = BrowserKeysInput()


class BrowserOutput(serializers.Serializer[Any]):
    """A browser that shows what one is told, until this sign-in ends."""

    endpoint = serializers.CharField()
    created_at = serializers.DateTimeField()


class PushKeyView(SooshView):
    """`notifications/push/key`."""

    @extend_schema(responses=PushKeyOutput)
    def get(self, request: Request) -> Response:
        """Get the key of this site for push services."""
        return Response({"public_key": vapid.public_key() or None})


class BrowsersView(SooshView):
    """`notifications/push/subscriptions`."""

    @extend_schema(request=BrowserInput, responses={201: BrowserOutput})
    def post(self, request: Request) -> Response:
        """Show what the caller is told in a browser, for as long as they are signed in; said twice it is one.

        A browser that was another's is the caller's from then on. Only the services of the browsers' makers
        are taken. A token of before sign-ins were named in tokens is 409: sign in again.
        """
        given = validated(BrowserInput, request)
        user = caller_of(request)
        made = subscribe(
            person=user,
            sign_in_id=user.sign_in_id,
            endpoint=given["endpoint"],
            p256dh=given["keys"]["p256dh"],
            auth=given["keys"]["auth"],
            user_agent=request.headers.get("User-Agent", ""),
            now=timezone.now(),
        )
        return Response(BrowserOutput(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=BrowserEndpointInput, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Show nothing more in a browser, named by `endpoint` in the body; one that shows nothing is 204."""
        unsubscribe(person=caller_of(request), endpoint=validated(BrowserEndpointInput, request)["endpoint"])
        return Response(status=status.HTTP_204_NO_CONTENT)
