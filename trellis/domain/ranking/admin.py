"""Rankings in the back office: that they were made and how they ended, without what applicants say."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.ranking.models import Run


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = [
        *("id", "posting", "number", "status", "stage", "percentage", "fault", "applications"),
        *("asked_at", "finished_at"),
    ]
    list_filter = ["status", "fault"]
    list_select_related = ["posting"]
    search_fields = ["posting__title", "posting__organization__name"]
    ordering = ["-id"]
