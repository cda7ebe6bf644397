"""Contests in the back office: that there is one and until when, without what is said."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.fairness.models import Contest


@admin.register(Contest)
class ContestAdmin(ReadOnlyAdmin):
    list_display = ["id", "application", "organization", "made_at", "due_at", "outcome", "withdrawn_at"]
    list_select_related = ["application", "organization"]
    list_filter = ["outcome"]
    search_fields = ["application__number__exact", "organization__name"]
    ordering = ["-id"]
    fields = [
        *("application", "organization", "stage", "judged_by", "wants_person", "made_at", "due_at", "zone"),
        *("outcome", "answered_by", "answered_at", "withdrawn_at", "told_overdue_at"),
    ]
