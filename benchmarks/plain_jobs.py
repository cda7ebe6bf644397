"""Lists of jobs, applications and profiles as one would write them in Django REST framework."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework import filters, generics, serializers
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny

from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, Note
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.organizations.models import Membership, Organization


def _address(file: Any) -> str | None:
    return settings.TRELLIS_PUBLIC_URL + file.url if file else None


class PlainPersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "first_name", "last_name"]


class PlainOrganizationSerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="number")
    avatar_url = serializers.SerializerMethodField()

    class Meta:
        model = Organization
        fields = ["id", "name", "avatar_url"]

    def get_avatar_url(self, organization: Organization) -> str | None:
        return _address(organization.logo)


class PlainPostingSerializer(serializers.ModelSerializer):
    user = PlainPersonSerializer(source="author")
    organization = PlainOrganizationSerializer()
    workplace_type_display = serializers.CharField(source="get_workplace_type_display")
    job_type_display = serializers.CharField(source="get_job_type_display")
    deadline = serializers.DateTimeField(source="deadline_at")

    class Meta:
        model = Posting
        fields = [
            *("id", "user", "organization", "title", "job_desc", "workplace_type", "workplace_type_display"),
            *("location", "job_type", "job_type_display", "skills", "estimated_salary", "visa_required"),
            *("candidate_ranking_data", "ranking_status", "ranking_task_id"),
            *("status", "deadline", "closed_at", "created_at", "updated_at"),
        ]


class PlainJobSerializer(serializers.ModelSerializer):
    organization = PlainOrganizationSerializer()

    class Meta:
        model = Posting
        fields = ["id", "title", "location", "organization", "status"]


class PlainApplicationSerializer(serializers.ModelSerializer):
    job = PlainJobSerializer(source="posting")
    candidate = serializers.SerializerMethodField()
    status = serializers.CharField(source="stage")
    decided_by = PlainPersonSerializer()
    resume_file = serializers.SerializerMethodField()
    profile_has_changed = serializers.SerializerMethodField()
    applied_at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = Application
        fields = [
            *("id", "number", "job", "candidate", "stage", "status", "message", "decided_by", "decided_at"),
            *("withdrawn_at", "sent", "resume_file", "profile_has_changed", "applied_at", "updated_at"),
        ]

    def get_candidate(self, application: Application) -> dict[str, Any]:
        names = ("first_name", "last_name", "email", "slug")
        return {"id": application.candidate_id, **{name: application.sent.get(name) for name in names}}

    def get_resume_file(self, application: Application) -> str | None:
        return application.resume_file.name or None

    def get_profile_has_changed(self, application: Application) -> bool:
        profile = getattr(application.candidate, "candidate_profile", None)
        return profile is not None and profile.updated_at > application.created_at


class PlainAccountSerializer(serializers.ModelSerializer):
    avatar = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "first_name", "last_name", "email", "avatar"]

    def get_avatar(self, user: User) -> str | None:
        return _address(user.avatar)


class PlainNoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "identifier", "note", "section", "selected_text", "context", "created_at"]


class PlainProfileSerializer(serializers.ModelSerializer):
    user = PlainAccountSerializer()
    organization = serializers.SerializerMethodField()
    resume_file = serializers.SerializerMethodField()
    video_pitch = serializers.SerializerMethodField()
    disability_categories = serializers.SerializerMethodField()
    get_all_notes = PlainNoteSerializer(source="seen_notes", many=True)

    class Meta:
        model = CandidateProfile
        fields = [
            *("id", "slug", "user", "organization", "resume_file", "resume_data", "willing_to_relocate"),
            *("employment_type_preferences", "work_mode_preferences", "has_workvisa"),
            *("expected_salary_range", "video_pitch", "is_available", "disability_categories"),
            *("accommodation_needs", "workplace_accommodations", "get_all_notes"),
            *("created_at", "updated_at"),
        ]

    def get_organization(self, profile: CandidateProfile) -> dict[str, Any] | None:
        member = self.context["member"]
        is_own = profile.user_id == member.user_id
        return {"id": member.organization.number, "name": member.organization.name} if is_own else None

    def get_resume_file(self, profile: CandidateProfile) -> str | None:
        return _file_of(profile, "resume-file") if profile.resume_file else None

    def get_video_pitch(self, profile: CandidateProfile) -> str | None:
        return _file_of(profile, "video-pitch") if profile.video_pitch else None

    def get_disability_categories(self, profile: CandidateProfile) -> dict[str, Any]:
        return {}


def _file_of(profile: CandidateProfile, word: str) -> str:
    return f"{settings.TRELLIS_PUBLIC_URL}/api/candidates/profiles/{profile.slug}/{word}/"


class Pages(CursorPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    ordering = "-id"


class _ListView(generics.ListAPIView):
    pagination_class = Pages

    def organization_id(self) -> Any:
        return Membership.objects.get(user=self.request.user, is_active=True).organization_id


class PlainBrowseView(_ListView):
    permission_classes = [AllowAny]
    serializer_class = PlainPostingSerializer
    filter_backends = [filters.SearchFilter]
    search_fields = ["title", "organization__name", "location", "skills"]

    def get_queryset(self) -> Any:
        in_time = Q(deadline_at=None) | Q(deadline_at__gt=timezone.now())
        rows = Posting.objects.of_all_tenants().filter(in_time, status="open", is_deleted=False)
        return rows.select_related("author", "organization")


class PlainOwnJobsView(_ListView):
    serializer_class = PlainPostingSerializer

    def get_queryset(self) -> Any:
        rows = Posting.objects.of(self.organization_id()).filter(is_deleted=False)
        return rows.select_related("author", "organization")


class PlainApplicationsView(_ListView):
    serializer_class = PlainApplicationSerializer

    def get_queryset(self) -> Any:
        posting = get_object_or_404(Posting.objects.of(self.organization_id()), pk=self.kwargs["job_id"])
        return posting.applications.select_related(
            "posting__organization", "candidate__candidate_profile", "decided_by"
        )


class PlainOwnApplicationsView(_ListView):
    serializer_class = PlainApplicationSerializer

    def get_queryset(self) -> Any:
        rows = Application.objects.of_all_tenants().filter(candidate=self.request.user)
        return rows.select_related("posting__organization", "candidate__candidate_profile", "decided_by")


class PlainProfilesView(_ListView):
    serializer_class = PlainProfileSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "member": self.member}

    def get_queryset(self) -> Any:
        applied = Application.objects.of(self.member.organization_id).exclude(stage="withdrawn")
        rows = CandidateProfile.objects.filter(user__in=applied.values("candidate"))
        notes = Note.objects.of(self.member.organization_id).order_by("-id")
        return rows.select_related("user").prefetch_related(
            Prefetch("notes", queryset=notes, to_attr="seen_notes")
        )

    @cached_property
    def member(self) -> Membership:
        members = Membership.objects.select_related("organization")
        return members.get(user=self.request.user, is_active=True)
