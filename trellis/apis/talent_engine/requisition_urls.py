"""`/api/talent-engine/requisitions/…`."""

from django.urls import include, path

from trellis.apis.talent_engine import deleted_requisitions, requisition_bulk, requisitions

urlpatterns = [
    path("", requisitions.RequisitionsView.as_view()),
    path("bulk-create/", requisition_bulk.BulkCreateView.as_view()),
    path("bulk/bulk-delete/", requisition_bulk.BulkDeleteView.as_view()),
    path("deleted/soft_deleted/", deleted_requisitions.DeletedRequisitionsView.as_view()),
    path("recover/requisition/", deleted_requisitions.RecoverView.as_view()),
    path("permanent-delete/requisition/", deleted_requisitions.PermanentDeleteView.as_view()),
    path("published/requisition/", requisitions.PublishedRequisitionsView.as_view()),
    path("", include("trellis.apis.talent_engine.requisition_detail_urls")),
    path("<str:code>/", requisitions.RequisitionView.as_view()),
]
