"""Exports as this door prints them, and what clients send to ask for one."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from trellis.apis.talent_engine.base import DoorSerializer
from trellis.core.rendering import Computed
from trellis.core.rendering.rows import literal
from trellis.domain.exports.models import ExportJob, Format, Kind, Status

_ROOT = f"{settings.TRELLIS_PUBLIC_URL}/api/talent-engine/exports/"


class DownloadURL(Computed):
    """Where the file is once the export is ready."""

    output = serializers.URLField(allow_null=True)
    sql = (
        "CASE WHEN {status} = 'ready' THEN "
        + literal(_ROOT).replace("{", "{{").replace("}", "}}")
        + " || {id}::text || '/download/' END"
    )

    def compute(self, row: ExportJob) -> str | None:
        """Return the address, or None."""
        return f"{address_of(row)}download/" if row.status == Status.READY else None


class ExportSerializer(DoorSerializer):
    """An export that a worker writes, and how far it is."""

    download_url = DownloadURL()

    class Meta:
        model = ExportJob
        fields = [
            *("id", "kind", "format", "filters", "status", "progress", "rows", "download_url"),
            *("created_at", "finished_at", "expires_at"),
        ]
        read_only_fields = fields


class ExportQuery(serializers.Serializer[Any]):
    """As what: `format` of the query. (It does not choose how an error is rendered.)"""

    format = serializers.ChoiceField(choices=Format.choices, default=Format.CSV)


class ExportInput(serializers.Serializer[Any]):
    """An export to be written by a worker, however few its rows."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    format = serializers.ChoiceField(choices=Format.choices, default=Format.CSV)
    filters = serializers.DictField(
        required=False, help_text="What the list of this kind takes as query parameters."
    )


def address_of(job: ExportJob) -> str:
    """Return where an export is looked at."""
    return f"{_ROOT}{job.pk}/"
