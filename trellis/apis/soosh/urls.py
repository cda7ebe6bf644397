"""Learning and mentoring market: the SOOSH door, `/api/v1/…` without trailing slashes."""

from django.urls import path, re_path

from trellis.apis.soosh import auth, categories
from trellis.apis.soosh.base import NotFoundView

urlpatterns = [
    path("auth/register", auth.RegisterView.as_view()),
    path("auth/login", auth.LoginView.as_view()),
    path("auth/refresh-token", auth.RefreshView.as_view()),
    path("auth/verify-email", auth.VerifyEmailView.as_view()),
    path("auth/resend-verification", auth.ResendVerificationView.as_view()),
    path("categories", categories.CategoriesView.as_view()),
    path("categories/search", categories.CategorySearchView.as_view()),
    path("categories/<uuid:category_id>/subcategories", categories.SubcategoriesView.as_view()),
    re_path("", NotFoundView.as_view()),
]
