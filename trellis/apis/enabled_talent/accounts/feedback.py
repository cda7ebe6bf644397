"""What people say of the platform."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.enabled_talent.accounts.input import PlatformFeedbackInput
from trellis.apis.enabled_talent.accounts.output import PlatformFeedbackOutput
from trellis.apis.enabled_talent.base import EnabledTalentView, caller_of
from trellis.core.http.idempotency import idempotent
from trellis.core.http.views import validated
from trellis.domain.accounts.services.feedback import give_feedback


class FeedbackView(EnabledTalentView):
    """`add-feedback/`."""

    @extend_schema(request=PlatformFeedbackInput, responses={201: PlatformFeedbackOutput})
    @idempotent
    def post(self, request: Request) -> Response:
        """Say something to those who run the platform."""
        given = validated(PlatformFeedbackInput, request)
        feedback = give_feedback(
            user=caller_of(request),
            text=given["message"],
            rating=given.get("rating"),
            now=timezone.now(),
        )
        return Response(PlatformFeedbackOutput(feedback).data, status=status.HTTP_201_CREATED)
