"""A front end gets a CSRF token once, in a cookie and in the body."""

import pytest
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory
from rest_framework.test import APIClient

PREFIXES = ("/api/auth/", "/api/users/")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_token_in_the_body_and_the_cookie_belong_together(api: APIClient, prefix: str) -> None:
    response = api.get(f"{prefix}csrf/")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    unsafe = RequestFactory().post("/", headers={"X-CSRFToken": response.json()["csrfToken"]})
    unsafe.COOKIES["csrftoken"] = response.cookies["csrftoken"].value
    check = CsrfViewMiddleware(lambda request: HttpResponse())
    assert check.process_view(unsafe, lambda request: HttpResponse(), (), {}) is None


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_the_document_does_not_name_is_a_404_of_this_door(api: APIClient, prefix: str) -> None:
    response = api.get(f"{prefix}no/such/thing")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
