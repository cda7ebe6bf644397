"""What the list of members is narrowed to."""

from typing import Any

from rest_framework import serializers

from trellis.domain.organizations.rules.limits import LONGEST_SEARCH


class MembersQuery(serializers.Serializer[Any]):
    """What the list of members is narrowed to."""

    search = serializers.CharField(
        max_length=LONGEST_SEARCH,
        required=False,
        allow_blank=True,
        help_text="Words in the name or e-mail address.",
    )
