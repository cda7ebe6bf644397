"""Signing in by e-mail address: the part of the Mansa door that lies under `/api/users/`."""

from django.urls import path, re_path

from trellis.apis.mansa import accounts
from trellis.apis.mansa.base import NotFoundView

urlpatterns = [
    path("email-login/", accounts.EmailLoginView.as_view()),
    path("email-login/verify/", accounts.EmailLoginVerifyView.as_view()),
    re_path("", NotFoundView.as_view()),
]
