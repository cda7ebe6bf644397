"""`/api/talent-engine/tenants/…`."""

from django.urls import path

from trellis.apis.talent_engine.tenants import MyTenantView, TenantsView

urlpatterns = [
    path("", TenantsView.as_view()),
    path("me/", MyTenantView.as_view()),
]
