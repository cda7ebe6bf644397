"""`/api/talent-engine/requisitions/…`."""

from django.urls import include, path

urlpatterns = [
    path("", include("trellis.apis.talent_engine.requisition_detail_urls")),
]
