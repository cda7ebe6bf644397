"""Who talks, as messages show them."""

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from trellis.apis.soosh.base import STYLE
from trellis.core.rendering import Computed, MediaURL
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import FULL_NAME_SQL
from trellis.domain.accounts.rules import Journey
from trellis.domain.messaging.models import Room
from trellis.domain.messaging.queries.rooms import pair_of

# Of who is named in a body.
NOBODY = {404: OpenApiResponse(STYLE.shapes[404], "There is no such user.")}


class NameOfTalker(Computed):
    """First and last name, whichever of them there is."""

    output = serializers.CharField()
    sql = FULL_NAME_SQL

    def compute(self, row: User) -> str:
        """Return both names with a space between them."""
        return row.full_name


class TalkerSerializer(serializers.ModelSerializer[User]):
    """Somebody who takes part in a conversation, by the id of the account."""

    id = serializers.UUIDField(source="public_id")
    full_name = NameOfTalker()
    avatar_url = MediaURL(source="avatar", absolute=True)
    user_type = serializers.ChoiceField(source="journey", choices=Journey.choices)

    class Meta:
        model = User
        fields = ["id", "full_name", "username", "avatar_url", "user_type"]


def title_of(room: Room, other: User | None) -> str:
    """Return what a conversation is called where it is not by the `other` alone."""
    if room.is_group or other is not None:
        return room.title
    return " and ".join(each.full_name for each in pair_of(room))
