"""`/api/talent-engine/requisitions/…`: what lies below one requisition, and the public ways to it."""

from django.urls import path

from trellis.apis.talent_engine import approvals, compliance, history, public_jobs

urlpatterns = [
    path("upcoming/public/jobs/", public_jobs.UpcomingJobsView.as_view()),
    path("by-link/<str:unique_link>/", public_jobs.JobByLinkView.as_view()),
    path("<str:code>/approvals/", approvals.ApprovalsView.as_view()),
    path("<str:code>/history/", history.RequisitionHistoryView.as_view()),
    path("<str:code>/compliance-items/", compliance.ComplianceItemsView.as_view()),
    path("<str:code>/compliance-items/<uuid:item_id>/", compliance.ComplianceItemView.as_view()),
]
