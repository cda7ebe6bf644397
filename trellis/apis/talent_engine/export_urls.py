"""`/api/talent-engine/exports/…`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
