"""Chat rooms in the back office: that they exist, never what is said in them."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.messaging.models import Room


@admin.register(Room)
class RoomAdmin(ReadOnlyAdmin):
    list_display = ["opened_at", "first", "second", "closed_at"]
    list_select_related = ["first", "second"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter)]
    search_fields = ["first__email", "first__username", "second__email", "second__username"]
    ordering = ["-opened_at"]
