"""What is sent to close published jobs."""

from typing import Any

from rest_framework import serializers

_MOST_CODES = 100


class CloseBatchInput(serializers.Serializer[Any]):
    """The codes of what is to be closed."""

    job_requisition_ids = serializers.ListField(
        child=serializers.CharField(max_length=30), allow_empty=False, max_length=_MOST_CODES
    )
