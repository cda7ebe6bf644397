"""`/api/talent-engine/members/…`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
