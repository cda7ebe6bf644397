"""`messages/settings`: what others may see of somebody, an addition of ours."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.messages.input import MannersInput
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.views import validated
from trellis.domain.messaging.models import Manners
from trellis.domain.messaging.queries.pages import manners_of
from trellis.domain.messaging.services.places import set_manners


class MannersSerializer(serializers.ModelSerializer[Manners]):
    """Whether who writes to one learns that it was read, and whether they see that one is there."""

    class Meta:
        model = Manners
        fields = ["read_receipts", "show_presence"]


class MannersView(SooshView):
    """`messages/settings`."""

    @extend_schema(responses=MannersSerializer)
    def get(self, request: Request) -> Response:
        """Show what others may see of one."""
        return Response(MannersSerializer(manners_of(caller_of(request))).data)

    @extend_schema(request=MannersInput, responses=MannersSerializer)
    def put(self, request: Request) -> Response:
        """Change what is sent, from now on; what was read before stays as it was."""
        given = validated(MannersInput, request)
        return Response(MannersSerializer(set_manners(person=caller_of(request), **given)).data)
