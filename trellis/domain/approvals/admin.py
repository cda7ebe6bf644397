"""Decisions in the back office, which only reads them."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.approvals.models import Decision


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["decided_at", "organization", "subject_type", "subject_id", "stage_name", "ruling"]
    list_select_related = ["organization"]
    list_filter = ["ruling"]
    search_fields = ["subject_id__exact"]
