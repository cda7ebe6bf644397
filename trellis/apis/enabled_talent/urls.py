"""Accessible hiring: the Enabled Talent door, whose addresses of accounts answer under two prefixes."""

from django.urls import path, re_path

from trellis.apis.enabled_talent.accounts import csrf, feedback, passwords, session, signup, tokens, users
from trellis.apis.enabled_talent.base import NotFoundView

# What follows `/api/auth/` and `/api/users/`.
accounts = [
    path("signup/", signup.SignUpView.as_view()),
    path("token/", tokens.TokenView.as_view()),
    path("token/refresh/", tokens.RefreshView.as_view()),
    path("session/login/", session.SessionLoginView.as_view()),
    path("logout/", tokens.LogoutView.as_view()),
    path("verify-email/", signup.VerifyEmailView.as_view()),
    path("resend-verification/", signup.ResendVerificationView.as_view()),
    path("change-password/", passwords.ChangePasswordView.as_view()),
    path("password_reset/", passwords.ResetView.as_view()),
    path("password_reset/confirm/", passwords.ConfirmResetView.as_view()),
    path("password_reset/validate_token/", passwords.ValidateTokenView.as_view()),
    path("users/me/", users.MeView.as_view()),
    path("profile/", users.ProfileView.as_view()),
    path("users/", users.UsersView.as_view()),
    path("users/<int:user_id>/", users.UserView.as_view()),
    path("add-feedback/", feedback.FeedbackView.as_view()),
    path("csrf/", csrf.CsrfView.as_view()),
    re_path("", NotFoundView.as_view()),
]
