"""`/api/talent-engine/video-sessions/…`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
