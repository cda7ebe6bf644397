"""Hiring for many tenants: the Talent Engine door, `/api/talent-engine/…`."""

from django.urls import include, path, re_path

from trellis.apis.talent_engine.base import NotFoundView

_DOOR = "trellis.apis.talent_engine"
urlpatterns = [
    path("tenants/", include(f"{_DOOR}.tenant_urls")),
    path("members/", include(f"{_DOOR}.member_urls")),
    path("requisitions/public/", include(f"{_DOOR}.public_urls")),
    path("requisitions/export/", include(f"{_DOOR}.requisition_export_urls")),
    path("requisitions/", include(f"{_DOOR}.requisition_urls")),
    path("", include(f"{_DOOR}.requisition_list_urls")),
    path("video-sessions/", include(f"{_DOOR}.video_session_urls")),
    path("requests/", include(f"{_DOOR}.request_urls")),
    path("exports/", include(f"{_DOOR}.export_urls")),
    re_path("", NotFoundView.as_view()),
]
