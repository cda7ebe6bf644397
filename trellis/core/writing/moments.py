"""Moments as queries have them."""

import re
from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

# In a query string a plus that nobody has escaped is a space.
_LOST_PLUS = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 12, 31, tzinfo=UTC)


class MomentField(serializers.DateTimeField):
    """A moment between 2000 and 2100; without an offset it is UTC."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)

    def to_internal_value(self, value: Any) -> datetime:
        """Return the moment in UTC; raise ValidationError."""
        given = _LOST_PLUS.sub("+", value) if isinstance(value, str) else value
        moment: datetime = super().to_internal_value(given)
        if not _FIRST <= moment <= _LAST:
            raise serializers.ValidationError("This moment is out of range.", code="out_of_range")
        return moment.astimezone(UTC)
