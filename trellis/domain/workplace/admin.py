"""Requests in the back office, without what they tell of people: that is for who decides on them."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.workplace.models import WorkplaceRequest


@admin.register(WorkplaceRequest)
class WorkplaceRequestAdmin(ReadOnlyAdmin):
    list_display = ["request_id", "organization", "request_type", "status", "created_at", "is_deleted"]
    list_select_related = ["organization"]
    list_filter = ["request_type", "status", "is_deleted"]
    search_fields = ["request_id", "id__exact"]
    fields = [
        *("id", "request_id", "organization", "request_type", "title", "status", "priority"),
        *("requested_by", "approved_by", "approved_at", "rejected_by", "rejected_at"),
        *("cancelled_by", "cancelled_at", "completed_by", "completed_at"),
        *("is_deleted", "deleted_at", "version", "created_at", "updated_at"),
    ]
