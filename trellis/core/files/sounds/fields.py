"""A recording as it stands in JSON: base64, with or without the head of a `data:` address."""

import base64
import re
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.core.files.sounds.kinds import LARGEST_SOUND
from trellis.core.files.sounds.refusals import TooLarge

# What a browser's recorder gives has parameters: `data:audio/webm;codecs=opus;base64,…`.
_HEAD = re.compile(r"data:[^,]{0,200};base64,", re.IGNORECASE)
# Some encoders break the lines.
_BREAKS = str.maketrans("", "", "\r\n")
_NONE = "Send the recording as base64."


@extend_schema_field(OpenApiTypes.STR)
class RecordingField(serializers.Field[bytes, Any, Any, Any]):
    """The bytes of a recording, not looked into yet."""

    def to_internal_value(self, data: Any) -> bytes:
        """Return them; raise ValidationError."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_NONE, code="invalid")
        head = _HEAD.match(data)
        try:
            written = data[head.end() if head else 0 :].translate(_BREAKS).encode("ascii")
            content = base64.b64decode(written, validate=True)
        except ValueError:
            raise serializers.ValidationError(_NONE, code="invalid") from None
        if len(content) > LARGEST_SOUND:
            raise serializers.ValidationError(TooLarge.sentence, code="too_large")
        return content
