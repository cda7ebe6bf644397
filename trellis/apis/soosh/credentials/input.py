"""Which badges are asked for, of what one is to be made, and whether others see it."""

from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery
from trellis.core.writing.fields import LineField
from trellis.domain.credentials.rules.choices import GATHERED_KINDS, Kind
from trellis.domain.credentials.rules.limits import LONGEST_SOURCE


class BadgesQuery(CountedPageQuery, Input):
    """What is asked of the list."""

    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    is_shown = serializers.BooleanField(required=False, allow_null=True, default=None)


class SourcesQuery(CountedPageQuery, Input):
    """Of which kind."""

    kind = serializers.ChoiceField(choices=GATHERED_KINDS)


class GatherInput(Input):
    """Of what a badge is to be made, as the list of sources names it; of a certificate that was withdrawn,
    as the list of badges does."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    source_id = LineField(max_length=LONGEST_SOURCE)
    is_shown = serializers.BooleanField(default=True)


class ShownInput(Input):
    """Whether others see it."""

    is_shown = serializers.BooleanField()
