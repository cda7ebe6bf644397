"""By whom accounts are opened, in the back office."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.identities.models import Identity, PublishedKeys


@admin.register(Identity)
class IdentityAdmin(ReadOnlyAdmin):
    list_display = ["user", "issuer", "email", "linked_at", "used_at"]
    list_select_related = ["user"]
    list_filter = ["issuer"]
    search_fields = ["user__email", "user__username", "email"]
    ordering = ["-id"]


@admin.register(PublishedKeys)
class PublishedKeysAdmin(ReadOnlyAdmin):
    list_display = ["url", "fetched_at", "asked_at"]
    ordering = ["url"]
