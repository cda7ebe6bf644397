"""Notifications in the back office, and who has a calendar feed, never its address."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.notifications.models import FeedToken, Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "recipient", "kind", "title", "read_at"]
    list_select_related = ["recipient"]
    list_filter = [("read_at", admin.EmptyFieldListFilter)]
    search_fields = ["recipient__email", "recipient__username"]


@admin.register(FeedToken)
class FeedTokenAdmin(ReadOnlyAdmin):
    list_display = ["user", "created_at", "revoked_at"]
    list_select_related = ["user"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["user__email", "user__username"]
    fields = ["user", "created_at", "revoked_at"]
