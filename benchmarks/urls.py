"""The site, and the plain implementations that it is measured against."""

from django.urls import include, path

from benchmarks.plain_pool import PlainPoolView

urlpatterns = [
    path("plain/available-talents-with-posts/", PlainPoolView.as_view()),
    path("", include("trellis.config.urls")),
]
