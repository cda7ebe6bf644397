"""Needs in the back office: that there is something to do, without what it is."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.needs.models import NeedTask


@admin.register(NeedTask)
class NeedTaskAdmin(ReadOnlyAdmin):
    list_display = ["id", "application", "organization", "owner", "due_date", "done_at", "waived_at"]
    list_select_related = ["application", "organization", "owner"]
    search_fields = ["application__number__exact", "organization__name"]
    ordering = ["-id"]
    fields = [
        *("application", "organization", "owner", "due_date", "done_by", "done_at", "waived_at"),
        *("created_at", "updated_at"),
    ]
