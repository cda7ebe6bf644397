"""`/api/talent-engine/requisitions/…`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
