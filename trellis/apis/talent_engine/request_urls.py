"""`/api/talent-engine/requests/…`."""

from django.urls import path

from trellis.apis.talent_engine.exports import RequestsExportView
from trellis.apis.talent_engine.request_history import RequestHistoryView
from trellis.apis.talent_engine.requests import MyRequestsView, OneRequestView, RequestsView

urlpatterns = [
    path("", RequestsView.as_view()),
    path("export/", RequestsExportView.as_view()),
    path("user/", MyRequestsView.as_view()),
    path("<uuid:id>/", OneRequestView.as_view()),
    path("<uuid:id>/history/", RequestHistoryView.as_view()),
]
