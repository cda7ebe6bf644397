"""`/api/talent-engine/tenants/…`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
