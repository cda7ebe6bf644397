"""What the list of members is narrowed to."""

from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.domain.organizations.rules.limits import LONGEST_SEARCH


class MembersQuery(Input):
    """What the list of members is narrowed to."""

    search = serializers.CharField(
        max_length=LONGEST_SEARCH,
        required=False,
        allow_blank=True,
        help_text="Words in the name or e-mail address.",
    )
