"""What is sent to close published jobs."""

from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.domain.requisitions.rules.limits import CLOSED_AT_ONCE, LONGEST_CODE


class CloseBatchInput(Input):
    """The codes of what is to be closed."""

    job_requisition_ids = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CODE),
        allow_empty=False,
        max_length=CLOSED_AT_ONCE.most,
    )
