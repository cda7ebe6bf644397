"""Exports in the back office: that there are some, not what is in them."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.exports.models import ExportJob


@admin.register(ExportJob)
class ExportJobAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "organization", "requested_by", "kind", "format", "status", "rows"]
    list_select_related = ["organization", "requested_by"]
    list_filter = ["kind", "format", "status"]
    search_fields = ["id__exact"]
    fields = [
        *("id", "organization", "requested_by", "kind", "format", "status", "progress", "rows"),
        *("attempt", "created_at", "finished_at", "expires_at"),
    ]
