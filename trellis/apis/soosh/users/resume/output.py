"""Resumes as this door shows them (soosh-api.md, section 12)."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from trellis.core.links import link_to
from trellis.domain.portfolio.models import Resume
from trellis.domain.portfolio.rules.choices import Source
from trellis.domain.portfolio.rules.printed import printed


class ResumeExperienceOutput(serializers.Serializer[Any]):
    """Something that somebody did."""

    title = serializers.CharField()
    type = serializers.CharField()
    duration = serializers.CharField(
        help_text="How long, where that is known to the month; else from when until when; empty if not known."
    )


class ResumeAchievementOutput(serializers.Serializer[Any]):
    """Something that somebody was given."""

    title = serializers.CharField()
    type = serializers.CharField()
    date = serializers.CharField(allow_null=True, help_text="A year, a month or a day.")
    issuer = serializers.CharField(allow_null=True)


class ResumeSaidOutput(serializers.Serializer[Any]):
    """What it says, in short."""

    summary = serializers.CharField()
    skills = serializers.ListField(child=serializers.CharField())
    experience = ResumeExperienceOutput(many=True)
    achievements = ResumeAchievementOutput(many=True)


class OneResumeOutput(serializers.Serializer[Any]):
    """A resume; `pdf_url` takes a token like everything else here."""

    id = serializers.UUIDField()
    pdf_url = serializers.URLField()
    json_resume_url = serializers.URLField()
    json_data = ResumeSaidOutput()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]  # a field's name
    generated_at = serializers.DateTimeField()


class ResumeOutput(serializers.Serializer[Any]):
    """One of them."""

    resume = OneResumeOutput()


class ImportedResumeOutput(serializers.Serializer[Any]):
    """What was kept, and which sections of the document were not read."""

    resume = OneResumeOutput()
    ignored_sections = serializers.ListField(child=serializers.CharField())


class ResumesOutput(serializers.Serializer[Any]):
    """A page of one's own; the headers tell which."""

    resumes = OneResumeOutput(many=True)


def resume_json(row: Resume) -> Mapping[str, Any]:
    """Return a resume as OneResumeOutput describes it."""
    shown = {
        "id": row.public_id,
        "pdf_url": link_to("resume-pdf", resume_id=row.public_id),
        "json_resume_url": link_to("json-resume", resume_id=row.public_id),
        "json_data": printed(row.document),
        "source": row.source,
        "generated_at": row.generated_at,
    }
    return dict(OneResumeOutput(shown).data)
