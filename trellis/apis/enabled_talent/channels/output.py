"""Jobs and applications as this door shows them."""

from typing import Any

from django.conf import settings
from django.db.models import UUIDField
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.apis.enabled_talent.channels.base import ForEither
from trellis.core.db.prepared import Argument
from trellis.core.links import link_to
from trellis.core.rendering import Computed, MediaURL, compile_page
from trellis.core.rendering.rows import literal
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.applications import (
    APPLICANT_SQL,
    DECIDER_SQL,
    HAS_CHANGED_SQL,
    SENT_SQL,
    applicant,
    has_changed,
    sent_shown,
)
from trellis.domain.jobs.queries.postings import RANKING_DATA_SQL, RANKING_STATUS_SQL, RANKING_TASK_SQL
from trellis.domain.jobs.rules.choices import RankingStatus, Stage
from trellis.domain.organizations.models import Organization

_JOBS = literal(f"{settings.TRELLIS_PUBLIC_URL}/api/channels/jobs/").replace("{", "{{")
_NAMES = {"first_name": {"type": "string"}, "last_name": {"type": "string"}}
_PERSON: dict[str, Any] = {
    "type": "object",
    "nullable": True,
    "properties": {"id": {"type": "integer"}, **_NAMES},
    "required": ["id", "first_name", "last_name"],
}
_APPLICANT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "nullable": True},
        **_NAMES,
        "email": {"type": "string"},
        "slug": {"type": "string"},
    },
    "required": ["id", "first_name", "last_name", "email", "slug"],
}
_OBJECT: dict[str, Any] = {"type": "object", "additionalProperties": {}}


class _ForMembers(Computed):
    """What members of the organization see alone, while they act there."""

    arguments = ("member_of",)

    def is_theirs(self, row: Posting | Application) -> bool:
        """Tell whether who reads is one."""
        return bool(row.organization_id == self.argument("member_of"))


@extend_schema_field(_OBJECT)
class RankingData(_ForMembers):
    """What the ranking has found, {} for everybody but members."""

    output = serializers.JSONField()
    sql = RANKING_DATA_SQL

    def compute(self, row: Posting) -> Any:
        """Return it."""
        return row.candidate_ranking_data if self.is_theirs(row) else {}


class RankingStanding(_ForMembers):
    """How far the ranking is, `not_ranked` for everybody but members."""

    output = serializers.ChoiceField(choices=RankingStatus.choices)
    sql = RANKING_STATUS_SQL

    def compute(self, row: Posting) -> str:
        """Return it."""
        return row.ranking_status if self.is_theirs(row) else RankingStatus.NOT_RANKED


class RankingTask(_ForMembers):
    """The task that ranks, null for everybody but members."""

    output = serializers.CharField(allow_null=True)
    sql = RANKING_TASK_SQL

    def compute(self, row: Posting) -> str | None:
        """Return its key."""
        return row.ranking_task_id if self.is_theirs(row) else None


class JobPosterSerializer(serializers.ModelSerializer[User]):
    """Who has posted a job; no address."""

    class Meta:
        model = User
        fields = ["id", "first_name", "last_name"]


class HiringOrganizationSerializer(serializers.ModelSerializer[Organization]):
    """Whose job it is."""

    id = serializers.IntegerField(source="number")
    avatar_url = MediaURL(source="logo", absolute=True)

    class Meta:
        model = Organization
        fields = ["id", "name", "avatar_url"]


class JobPostSerializer(serializers.ModelSerializer[Posting]):
    """A job. Of its ranking only members of the organization are told."""

    user = JobPosterSerializer(source="author", allow_null=True)
    organization = HiringOrganizationSerializer()
    workplace_type_display = serializers.CharField(source="get_workplace_type_display")
    job_type_display = serializers.CharField(source="get_job_type_display")
    skills = serializers.ListField(child=serializers.CharField())
    essential_criteria = serializers.ListField(child=serializers.CharField())
    candidate_ranking_data = RankingData()
    ranking_status = RankingStanding()
    ranking_task_id = RankingTask()
    deadline = serializers.DateTimeField(source="deadline_at", allow_null=True)

    class Meta:
        model = Posting
        fields = [
            *("id", "user", "organization", "title", "job_desc", "workplace_type", "workplace_type_display"),
            *("location", "job_type", "job_type_display", "skills", "estimated_salary", "visa_required"),
            *("candidate_ranking_data", "ranking_status", "ranking_task_id"),
            *("essential_criteria", "offers_interview", "blind_until_shortlisted"),
            *("status", "deadline", "closed_at", "created_at", "updated_at"),
        ]


class AppliedJobSerializer(serializers.ModelSerializer[Posting]):
    """For which job somebody has applied; it may be closed."""

    organization = HiringOrganizationSerializer()

    class Meta:
        model = Posting
        fields = ["id", "title", "location", "organization", "status"]


@extend_schema_field(_APPLICANT)
class Applicant(ForEither):
    """Who has applied, as they were called then; `id` is null when the account is gone.

    While it is blind, its organization reads `Candidate` and the application's number, and no `id`.
    """

    output = serializers.JSONField()
    sql = APPLICANT_SQL

    def compute(self, row: Application) -> dict[str, Any]:
        """Return them."""
        return applicant(row, is_own=self.is_own)


@extend_schema_field(_OBJECT)
class Sent(ForEither):
    """The profile as it was when it was sent; while it is blind, what of it does not say whose it is."""

    output = serializers.JSONField()
    sql = SENT_SQL

    def compute(self, row: Application) -> dict[str, Any]:
        """Return it."""
        return sent_shown(row, is_own=self.is_own)


@extend_schema_field(_PERSON)
class DecidedBy(_ForMembers):
    """Who decided last, for members alone: to the candidate the organization speaks."""

    output = serializers.JSONField(allow_null=True)
    sql = DECIDER_SQL

    def compute(self, row: Application) -> dict[str, Any] | None:
        """Return them."""
        by = row.decided_by if self.is_theirs(row) else None
        return None if by is None else {"id": by.pk, "first_name": by.first_name, "last_name": by.last_name}


class SentResume(Computed):
    """Where the copy of the resume is, for the candidate and the organization; null without one.

    While the application is blind, the organization gets the words of it alone, without who it is.
    """

    output = serializers.URLField(allow_null=True)
    sql = (
        f"CASE WHEN {{resume_file}} <> '' THEN"
        f" {_JOBS} || {{posting_id}} || '/applications/' || {{id}} || '/resume-file/' END"
    )

    def compute(self, row: Application) -> str | None:
        """Return the address."""
        if not row.resume_file:
            return None
        return link_to("application-resume-file", job_id=row.posting_id, application_id=row.pk)


class ProfileHasChanged(ForEither):
    """Whether the candidate has changed the profile since; false for the organization while it is blind."""

    output = serializers.BooleanField()
    sql = HAS_CHANGED_SQL

    def compute(self, row: Application) -> bool:
        """Tell."""
        return has_changed(row, is_own=self.is_own)


class JobApplicationSerializer(serializers.ModelSerializer[Application]):
    """An application. `sent` is the profile as it was when it was sent; `status` is its stage, too.

    While `is_blind`, the organization does not read who it is.
    """

    job = AppliedJobSerializer(source="posting")
    candidate = Applicant()
    status = serializers.ChoiceField(source="stage", choices=Stage.choices)
    decided_by = DecidedBy()
    sent = Sent()
    resume_file = SentResume()
    profile_has_changed = ProfileHasChanged()
    applied_at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = Application
        fields = [
            *("id", "number", "job", "candidate", "stage", "status", "message", "decided_by", "decided_at"),
            *("withdrawn_at", "sent", "resume_file", "profile_has_changed", "is_blind", "applied_at"),
            "updated_at",
        ]


_MEMBER_OF = Argument("member_of", UUIDField())
JOBS = compile_page(JobPostSerializer, arguments=[_MEMBER_OF])
APPLICATIONS = compile_page(JobApplicationSerializer, arguments=[_MEMBER_OF])
