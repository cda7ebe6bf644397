"""Requisitions in the back office, which only reads them: every change is a member's, and is recorded."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from unfold.admin import TabularInline

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.requisitions.models import ComplianceItem, Requisition


class ComplianceItemInline(TabularInline):
    """The checks of a requisition."""

    model = ComplianceItem
    fields = readonly_fields = ["position", "name", "required", "status", "checked_by", "checked_at"]
    extra = 0
    max_num = 0
    can_delete = False
    ordering = ["position", "id"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Requisition)
class RequisitionAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "organization", "status", "publish_status", "is_deleted", "created_at"]
    list_select_related = ["organization"]
    list_filter = ["status", "publish_status", "is_deleted", "urgency_level"]
    search_fields = ["code__iexact", "organization__name"]
    search_help_text = "A code, or a tenant's name."
    ordering = ["-id"]
    exclude = ["search", "listing"]
    readonly_fields = ["what_happened"]
    inlines = [ComplianceItemInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Requisition]:
        return Requisition.objects.of_all_tenants().order_by("-id")

    @admin.display(description="what happened")
    def what_happened(self, requisition: Requisition) -> str:
        events = f"{reverse('admin:core_event_changelist')}?{urlencode({'q': requisition.pk})}"
        return format_html('<a href="{}">Events</a>', events)
