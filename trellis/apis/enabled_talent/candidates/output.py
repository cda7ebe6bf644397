"""Candidates as this door shows them."""

from typing import Any

from django.conf import settings
from django.db.models import UUIDField
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.core.db.prepared import Argument
from trellis.core.links import link_to
from trellis.core.rendering import Computed, Constant, MediaURL, Nest, compile_page
from trellis.core.rendering.rows import literal
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, Education, Language, Note, Skill
from trellis.domain.candidates.queries.notes import NOTES_SQL, notes_on
from trellis.domain.candidates.queries.profiles import (
    OWN_ORGANIZATION_SQL,
    TOLD_NEEDS_SQL,
    own_organization,
)
from trellis.domain.candidates.rules.choices import AccommodationNeeds, told_needs

_PROFILES = literal(f"{settings.TRELLIS_PUBLIC_URL}/api/candidates/profiles/").replace("{", "{{")
_ROUTES = {"resume_file": "candidate-resume-file", "video_pitch": "candidate-video-pitch"}
_WORDS = {"resume_file": "resume-file", "video_pitch": "video-pitch"}
_ORGANIZATION: dict[str, Any] = {
    "type": "object",
    "nullable": True,
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
    "required": ["id", "name"],
}
_NOTES: dict[str, Any] = {"type": "array", "items": {"type": "object", "additionalProperties": {}}}


def address_of(profile: CandidateProfile, name: str) -> str | None:
    """Return where a file of a profile is, for those who may have it; null without one."""
    return link_to(_ROUTES[name], slug=profile.slug) if getattr(profile, name) else None


class ResumeAddress(Computed):
    """Where the resume is, for those who see the profile."""

    output = serializers.URLField(allow_null=True)
    sql = f"CASE WHEN {{resume_file}} <> '' THEN {_PROFILES} || {{slug}} || '/{_WORDS['resume_file']}/' END"

    def compute(self, row: CandidateProfile) -> str | None:
        """Return the address."""
        return address_of(row, "resume_file")


class PitchAddress(Computed):
    """Where the video pitch is, for those who see the profile."""

    output = serializers.URLField(allow_null=True)
    sql = f"CASE WHEN {{video_pitch}} <> '' THEN {_PROFILES} || {{slug}} || '/{_WORDS['video_pitch']}/' END"

    def compute(self, row: CandidateProfile) -> str | None:
        """Return the address."""
        return address_of(row, "video_pitch")


class ToldNeeds(Computed):
    """Whether the candidate needs something; who has chosen nothing prefers to discuss it later."""

    output = serializers.ChoiceField(choices=AccommodationNeeds.choices)
    sql = TOLD_NEEDS_SQL

    def compute(self, row: CandidateProfile) -> str:
        """Return what is told."""
        return told_needs(row.accommodation_needs)


@extend_schema_field(_ORGANIZATION)
class OwnOrganization(Computed):
    """The organization in which the candidate acts, shown to themselves alone."""

    output = serializers.JSONField(allow_null=True)
    sql = OWN_ORGANIZATION_SQL
    arguments = ("viewer_id",)

    def compute(self, row: CandidateProfile) -> dict[str, Any] | None:
        """Return number and name."""
        return own_organization(row, viewer_id=self.argument("viewer_id"))


@extend_schema_field(_NOTES)
class SeenNotes(Computed):
    """The newest notes on this profile that who reads it sees."""

    output = serializers.JSONField()
    sql = NOTES_SQL
    arguments = ("viewer_id", "organization_id")

    def compute(self, row: CandidateProfile) -> list[dict[str, Any]]:
        """Return them."""
        viewer_id, organization_id = (self.argument(name) for name in self.arguments)
        return notes_on(row, user_id=viewer_id, organization_id=organization_id)


class CandidateAccountSerializer(serializers.ModelSerializer[User]):
    """Whose profile it is."""

    avatar = MediaURL(absolute=True)

    class Meta:
        model = User
        fields = ["id", "first_name", "last_name", "email", "avatar"]


# What is printed `{}`: it comes back as it was sent.
STRUCTURE: dict[str, Any] = {
    "oneOf": [{"type": "object", "additionalProperties": {}}, {"type": "array", "items": {}}]
}


@extend_schema_field(STRUCTURE)
class OwnCategories(Constant):
    """Nothing, but in what candidates read of their own: there stands what they sent, a list maybe."""


class CandidateProfileSerializer(serializers.ModelSerializer[CandidateProfile]):
    """A profile. `disability_categories` is {} but in what the candidate reads of their own."""

    user = CandidateAccountSerializer()
    organization = OwnOrganization()
    resume_file = ResumeAddress()
    employment_type_preferences = serializers.JSONField()
    work_mode_preferences = serializers.JSONField()
    video_pitch = PitchAddress()
    disability_categories = OwnCategories({})
    accommodation_needs = ToldNeeds()
    workplace_accommodations = serializers.JSONField()
    get_all_notes = SeenNotes()

    class Meta:
        model = CandidateProfile
        fields = [
            *("id", "slug", "user", "organization", "resume_file", "resume_data", "willing_to_relocate"),
            *("employment_type_preferences", "work_mode_preferences", "has_workvisa"),
            *("expected_salary_range", "video_pitch", "is_available", "disability_categories"),
            *("accommodation_needs", "workplace_accommodations", "get_all_notes"),
            *("created_at", "updated_at"),
        ]


class EducationSerializer(serializers.ModelSerializer[Education]):
    """A course."""

    class Meta:
        model = Education
        fields = ["id", "course_name", "major", "institution", "start_year", "end_year", "created_at"]


class SkillSerializer(serializers.ModelSerializer[Skill]):
    """What somebody can do."""

    class Meta:
        model = Skill
        fields = ["id", "name"]


class LanguageSerializer(serializers.ModelSerializer[Language]):
    """A language."""

    class Meta:
        model = Language
        fields = ["id", "language", "speaking", "reading", "writing"]


class FullProfileSerializer(CandidateProfileSerializer):
    """A profile with all that stands in it, and with who says what of it."""

    education = Nest(EducationSerializer, source="user.candidate_education", order_by=["id"])
    skills = Nest(SkillSerializer, source="user.candidate_skills", order_by=["id"])
    languages = Nest(LanguageSerializer, source="user.candidate_languages", order_by=["id"])

    class Meta(CandidateProfileSerializer.Meta):
        fields = [
            *CandidateProfileSerializer.Meta.fields,
            *("education", "skills", "languages", "confirmed_at", "verified_at"),
        ]


class CandidateNoteSerializer(serializers.ModelSerializer[Note]):
    """A note, the slug of the profile that it is about, and who took it."""

    profile = serializers.CharField(source="profile.slug", default=None, allow_null=True, read_only=True)
    user = CandidateAccountSerializer(source="author")

    class Meta:
        model = Note
        fields = [
            *("id", "identifier", "note", "section", "selected_text", "context"),
            *("profile", "user", "created_at", "updated_at"),
        ]


class VerifiedOutput(serializers.Serializer[Any]):
    """Since when the candidate says that the profile is complete, and staff that it is true."""

    is_complete = serializers.BooleanField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    is_verified = serializers.BooleanField()
    verified_at = serializers.DateTimeField(allow_null=True)


PROFILES = compile_page(
    CandidateProfileSerializer,
    arguments=[Argument("viewer_id"), Argument("organization_id", UUIDField())],
)
EDUCATION = compile_page(EducationSerializer)
SKILLS = compile_page(SkillSerializer)
LANGUAGES = compile_page(LanguageSerializer)
NOTES = compile_page(CandidateNoteSerializer)
