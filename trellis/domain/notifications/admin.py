"""Notifications in the back office."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "recipient", "kind", "title", "read_at"]
    list_select_related = ["recipient"]
    list_filter = [("read_at", admin.EmptyFieldListFilter)]
    search_fields = ["recipient__email", "recipient__username"]
