"""Learning and mentoring market: the SOOSH door, `/api/v1/…` without trailing slashes."""

from django.urls import path, re_path

from trellis.apis.soosh import auth, users
from trellis.apis.soosh.base import NotFoundView

urlpatterns = [
    path("auth/register", auth.RegisterView.as_view()),
    path("auth/login", auth.LoginView.as_view()),
    path("auth/refresh-token", auth.RefreshView.as_view()),
    path("auth/verify-email", auth.VerifyEmailView.as_view()),
    path("auth/resend-verification", auth.ResendVerificationView.as_view()),
    path("users/me/data", users.MyDataView.as_view()),
    path("users/me/data/file", users.MyDataFileView.as_view()),
    re_path("", NotFoundView.as_view()),
]
