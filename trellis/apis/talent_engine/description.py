"""How this door words its refusals, for the API description (core/description.py)."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from trellis.apis.talent_engine.answers import RateExceeded
from trellis.core.description import USUALLY_SAID, Said, Style

_ABSENT = "There is no such thing in the caller's tenant."
# What the document prints.
STYLE = Style(
    said={
        403: Said(
            "The caller is no member of a tenant, or their role does not allow this.",
            USUALLY_SAID[403].sentence,
        ),
        404: Said(_ABSENT, USUALLY_SAID[404].sentence),
        429: Said(USUALLY_SAID[429].meaning, RateExceeded.default_detail),
    },
    example={
        "title": ["This field is required."],
        "job_type": ['"invalid_type" is not a valid choice.'],
    },
)


class DetailOutput(serializers.Serializer[Any]):
    """A sentence: what was done, or why not."""

    detail = serializers.CharField()


# For operations whose body names the row: of an address and of a page it is known without saying.
ABSENT = OpenApiResponse(DetailOutput, _ABSENT)
