"""`/api/talent-engine/requisitions/public/…`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
