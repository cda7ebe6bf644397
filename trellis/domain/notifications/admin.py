"""Notifications in the back office, and how people want to be told things."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.notifications.models import Notification, Preferences


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "recipient", "about", "title", "read_at"]
    list_select_related = ["recipient"]
    list_filter = ["about", ("read_at", admin.EmptyFieldListFilter)]
    search_fields = ["recipient__email", "recipient__username"]
    ordering = ["-id"]


@admin.register(Preferences)
class PreferencesAdmin(ReadOnlyAdmin):
    list_display = ["person", "push_enabled", "email_enabled", "sms_enabled", "quiet_from", "quiet_until"]
    list_select_related = ["person"]
    list_filter = ["push_enabled", "email_enabled", "sms_enabled"]
    search_fields = ["person__email", "person__username"]
    ordering = ["person_id"]
