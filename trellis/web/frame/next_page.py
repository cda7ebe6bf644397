"""Where somebody is led after they have signed in."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, given: str) -> str:
    """Return `given` if it is a page of this site, else nothing."""
    ours = given.startswith("/") and url_has_allowed_host_and_scheme(
        given, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return given if ours else ""
