"""`/api/talent-engine/…`: lists of requisitions that have an address of their own."""

from django.urls import path

from trellis.apis.talent_engine.requisitions import MyRequisitionsView

urlpatterns = [
    path("requisitions-per-user/", MyRequisitionsView.as_view()),
]
