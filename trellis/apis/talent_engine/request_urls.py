"""`/api/talent-engine/requests/…`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
