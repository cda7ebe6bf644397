"""`/meet/interview/<id>…`."""

from django.urls import path

from trellis.web.interviews.page import interview
from trellis.web.interviews.tokens import api_token

urlpatterns = [
    path("", interview, name="interview"),
    path("/", interview),
    path("/token", api_token, name="interview-token"),
]
