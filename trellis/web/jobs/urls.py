"""`/jobs/…`: jobs for people, for search engines and for job boards, and applying for them."""

from django.urls import path
from django.views.generic import RedirectView

from trellis.web.jobs.apply import apply_for_job, withdraw_application
from trellis.web.jobs.board import board
from trellis.web.jobs.feeds import rss, xml
from trellis.web.jobs.job import job, job_post
from trellis.web.jobs.sitemap import sitemap
from trellis.web.jobs.tenant import tenant

urlpatterns = [
    path("", board, name="jobs"),
    path("sitemap.xml", sitemap, name="jobs-sitemap"),
    path("tenants/<uuid:tenant_id>/", tenant, name="jobs-of-tenant"),
    path("tenants/<uuid:tenant_id>/feed.rss", rss, name="jobs-rss"),
    path("tenants/<uuid:tenant_id>/feed.xml", xml, name="jobs-xml"),
    path("<int:number>", job_post, name="job-post"),
    path("<int:number>/apply", apply_for_job, name="apply"),
    path("<int:number>/withdraw", withdraw_application, name="withdraw"),
    path("<str:unique_link>", job, name="job"),
    path("<str:unique_link>/", RedirectView.as_view(pattern_name="web:job", permanent=True)),
]
