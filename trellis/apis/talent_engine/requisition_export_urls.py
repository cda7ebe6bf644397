"""`/api/talent-engine/requisitions/export/`."""

from django.urls import path

from trellis.apis.talent_engine.exports import RequisitionsExportView

urlpatterns = [path("", RequisitionsExportView.as_view())]
