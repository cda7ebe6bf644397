"""Organizations and their people in the back office."""

from django.contrib import admin

from trellis.core.admin import BackOfficeAdmin, ReadOnlyAdmin
from trellis.domain.organizations.models import Invitation, Membership, Organization


@admin.register(Organization)
class OrganizationAdmin(BackOfficeAdmin):
    list_display = ["number", "name", "domain", "prefix", "created_at"]
    search_fields = ["name", "domain", "prefix", "id__exact"]
    readonly_fields = ["id", "number", "prefix", "created_at"]
    ordering = ["name"]

    def has_delete_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "organization", "role", "is_active", "is_current", "joined_at"]
    list_select_related = ["user", "organization"]
    list_filter = ["role", "is_active"]
    search_fields = ["user__email", "organization__name"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "organization", "role", "created_at", "accepted_at", "revoked_at"]
    list_select_related = ["organization"]
    search_fields = ["email", "organization__name"]
