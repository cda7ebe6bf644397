"""`/api/talent-engine/requisitions/public/…`."""

from django.urls import path

from trellis.apis.talent_engine import public_changes, public_jobs

urlpatterns = [
    path("published/", public_jobs.PublishedJobsView.as_view()),
    path("published/<uuid:tenant_id>/", public_jobs.TenantJobsView.as_view()),
    path("update-applications/<str:unique_link>/", public_changes.CountApplicationView.as_view()),
    path("close/batch/", public_changes.CloseBatchView.as_view()),
    path("close/<str:code>/", public_changes.CloseView.as_view()),
]
