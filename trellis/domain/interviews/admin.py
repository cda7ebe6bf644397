"""Interviews in the back office, which shows them and changes nothing."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.interviews.models import (
    CandidateInvitation,
    Participant,
    Recording,
    Scorecard,
    VideoSession,
)


@admin.register(VideoSession)
class VideoSessionAdmin(ReadOnlyAdmin):
    list_display = ["job_application_id", "meeting_id", "organization", "is_active", "created_at"]
    list_select_related = ["organization"]
    list_filter = ["is_active"]
    search_fields = ["job_application_id", "meeting_id", "organization__name", "id__exact"]


@admin.register(Participant)
class ParticipantAdmin(ReadOnlyAdmin):
    list_display = ["session", "user", "candidate_email", "joined_at", "left_at"]
    list_select_related = ["session", "user"]
    search_fields = ["candidate_email", "user__email", "session__id__exact"]


@admin.register(CandidateInvitation)
class CandidateInvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "session", "created_at", "expires_at", "revoked_at"]
    list_select_related = ["session"]
    search_fields = ["email", "session__id__exact"]


@admin.register(Recording)
class RecordingAdmin(ReadOnlyAdmin):
    list_display = ["session", "state", "size", "started_by", "started_at", "finished_at"]
    list_select_related = ["session", "started_by"]
    list_filter = ["state"]
    search_fields = ["session__id__exact", "id__exact"]
    exclude = ["file"]


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    list_display = ["session", "user", "created_at", "updated_at"]
    list_select_related = ["session", "user"]
    search_fields = ["user__email", "session__id__exact"]
