"""One's own picture (soosh-api.md, section 15)."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.apis.soosh.users.input import AvatarInput
from trellis.apis.soosh.users.output import UserOutput
from trellis.core.http.idempotency import idempotent
from trellis.domain.accounts.services import people


class AvatarView(SooshView):
    """`users/me/avatar`."""

    @extend_schema(request={"multipart/form-data": AvatarInput}, responses=UserOutput)
    @idempotent
    def post(self, request: Request) -> Response:
        """Show another picture; it is the only file that is sent, whatever its part is called."""
        given = AvatarInput(data=_picture_in(request))
        given.is_valid(raise_exception=True)
        changed = people.change_profile(user=caller_of(request), changes=given.validated_data)
        return Response(UserOutput(changed).data)


def _picture_in(request: Request) -> dict[str, Any]:
    """Return the one file of the body; raise ValidationError for several."""
    files = [file for _, several in request.FILES.lists() for file in several]
    if len(files) > 1:
        raise serializers.ValidationError({"avatar": ["Send one picture."]})
    return {"avatar": files[0]} if files else {}
