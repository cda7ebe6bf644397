"""`/api/talent-engine/exports/…`."""

from django.urls import path

from trellis.apis.talent_engine.exports import DownloadView, ExportsView, OneExportView

urlpatterns = [
    path("", ExportsView.as_view()),
    path("<uuid:id>/", OneExportView.as_view()),
    path("<uuid:id>/download/", DownloadView.as_view()),
]
