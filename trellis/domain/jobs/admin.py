"""Jobs and applications in the back office, without what candidates sent: that is for who decides."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.jobs.models import Application, InterviewPromise, Posting, Reveal


@admin.register(Posting)
class PostingAdmin(ReadOnlyAdmin):
    list_display = ["title", "organization", "status", "deadline_at", "is_deleted", "created_at"]
    list_select_related = ["organization"]
    list_filter = ["status", "is_deleted", "workplace_type", "job_type"]
    search_fields = ["id__exact", "organization__name"]
    search_help_text = "A number, or an organization's name."
    ordering = ["-id"]
    exclude = ["listing", "candidate_ranking_data"]


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ["number", "organization", "posting", "stage", "created_at"]
    list_select_related = ["organization", "posting"]
    list_filter = ["stage"]
    search_fields = ["number__exact", "organization__name"]
    search_help_text = "A number, or an organization's name."
    ordering = ["-id"]
    fields = [
        *("number", "organization", "posting", "candidate", "stage", "decided_by", "decided_at"),
        *("withdrawn_at", "is_blind", "version", "created_at", "updated_at"),
    ]


@admin.register(InterviewPromise)
class InterviewPromiseAdmin(ReadOnlyAdmin):
    list_display = ["application", "opted_in_at", "judged_at", "kept_at"]
    list_select_related = ["application"]
    search_fields = ["application__number__exact"]
    ordering = ["-id"]
    fields = ["application", "criteria", "opted_in_at", "judged_by", "judged_at", "kept_at"]


@admin.register(Reveal)
class RevealAdmin(ReadOnlyAdmin):
    list_display = ["application", "revealed_by", "revealed_at", "why"]
    list_select_related = ["application", "revealed_by"]
    search_fields = ["application__number__exact"]
    ordering = ["-id"]
