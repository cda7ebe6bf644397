"""How far the reading of a resume is, and what was found in it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.core.files.papers import refusals
from trellis.core.files.papers.refusals import Unreadable
from trellis.domain.candidates.models import CandidateProfile, ResumeReading
from trellis.domain.candidates.queries.readings import status_of
from trellis.domain.candidates.rules.readings import ParsingStatus, Stage, keyed

_FAULTS = {
    kind.code: kind.sentence
    for kind in vars(refusals).values()
    if isinstance(kind, type) and issubclass(kind, Unreadable)
}
_OBJECT: dict[str, Any] = {"type": "object", "additionalProperties": {}}


@extend_schema_field({**_OBJECT, "nullable": True})
class _Things(serializers.JSONField):
    """What was found, by kind: each thing with its key, its places in the text, and how sure it is."""


@extend_schema_field({**_OBJECT, "nullable": True})
class _Remarks(serializers.JSONField):
    """What there is to know of the file: text that nobody sees, and where; whether it is a scan, or cut."""


class ParsingStatusOutput(serializers.Serializer[Any]):
    """How far the reading of a resume is; what was found is there once it has been read."""

    status = serializers.ChoiceField(choices=ParsingStatus.choices)
    percentage = serializers.IntegerField()
    detail = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices, allow_null=True)
    error = serializers.CharField(allow_null=True)
    number = serializers.IntegerField(allow_null=True)
    found = _Things(allow_null=True)
    remarks = _Remarks(allow_null=True)


class ParsedResumeOutput(ParsingStatusOutput):
    """What was found, and the text in which it stands: places count code points of it."""

    text = serializers.CharField()


def shown(profile: CandidateProfile, reading: ResumeReading | None) -> dict[str, Any]:
    """Return how far the reading of a profile's resume is."""
    status = status_of(profile, reading)
    is_read = reading is not None and status == ParsingStatus.PARSED
    fault = reading.fault if reading else ""
    return {
        "status": status,
        "percentage": Stage(reading.stage).percentage if reading else 0,
        "detail": _FAULTS.get(fault, status.sentence),
        "stage": reading.stage if reading else None,
        "error": fault or None,
        "number": reading.number if reading else None,
        "found": keyed(reading.found, reading.confirmed) if reading and is_read else None,
        "remarks": reading.remarks if reading and is_read else None,
    }
