"""Who has a calendar feed, in the back office; never its address."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.calendar.models import FeedToken


@admin.register(FeedToken)
class FeedTokenAdmin(ReadOnlyAdmin):
    list_display = ["user", "created_at", "revoked_at"]
    list_select_related = ["user"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["user__email", "user__username"]
    fields = ["user", "created_at", "revoked_at"]
