"""Accessible hiring: the Enabled Talent door, whose addresses of accounts answer under two prefixes."""

from django.urls import path, re_path

from trellis.apis.enabled_talent.accounts import csrf
from trellis.apis.enabled_talent.base import NotFoundView

# What follows `/api/auth/` and `/api/users/`.
accounts = [
    path("csrf/", csrf.CsrfView.as_view()),
    re_path("", NotFoundView.as_view()),
]
