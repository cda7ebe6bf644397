"""What is sent to close published jobs."""

from typing import Any

from rest_framework import serializers

from trellis.domain.requisitions.rules.limits import CLOSED_AT_ONCE, LONGEST_CODE


class CloseBatchInput(serializers.Serializer[Any]):
    """The codes of what is to be closed."""

    job_requisition_ids = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CODE),
        allow_empty=False,
        max_length=CLOSED_AT_ONCE.most,
    )
