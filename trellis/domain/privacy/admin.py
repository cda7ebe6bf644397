"""Exports and erasures in the back office: that there are some, not what is in them."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.privacy.models import DataExport, DoomedFile, Erasure


@admin.register(DataExport)
class DataExportAdmin(ReadOnlyAdmin):
    list_display = ["requested_at", "user", "status", "progress", "expires_at"]
    list_select_related = ["user"]
    list_filter = ["status"]
    search_fields = ["id__exact"]
    fields = [
        "id",
        "user",
        "status",
        "progress",
        "attempt",
        "size",
        "requested_at",
        "finished_at",
        "expires_at",
    ]


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ["begun_at", "user", "due_at", "kept_at", "started_at", "erased_at"]
    list_select_related = ["user"]
    list_filter = [("kept_at", admin.EmptyFieldListFilter), ("erased_at", admin.EmptyFieldListFilter)]
    search_fields = ["user__email", "user__username"]
    ordering = ["-begun_at"]


@admin.register(DoomedFile)
class DoomedFileAdmin(ReadOnlyAdmin):
    list_display = ["id", "model", "name"]
