"""Whose pages are ours: a browser sends cookies along from any page, and names the page."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.http import is_same_domain


def header(scope: dict[str, Any], name: bytes) -> str:
    """Return a header of the handshake, or an empty string."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


def origin_is_ours(scope: dict[str, Any]) -> bool:
    """Tell whether the handshake comes from a page of ours, or from no browser: without an Origin."""
    origin = header(scope, b"origin")
    return not origin or is_ours(origin, host=header(scope, b"host"))


def is_ours(origin: str, *, host: str) -> bool:
    """Tell whether an origin is this host, as it was asked, or one that may post forms to it."""
    return _is_this_host(origin, host) or _is_trusted(origin)


def is_front_end(origin: str) -> bool:
    """Tell whether settings name this origin as that of a front end, which calls from a page of its own."""
    patterns = settings.CORS_ALLOWED_ORIGIN_REGEXES
    return origin in settings.CORS_ALLOWED_ORIGINS or any(re.match(each, origin) for each in patterns)


def _is_this_host(origin: str, host: str) -> bool:
    name, _ = split_domain_port(host)
    scheme, _, rest = origin.partition("://")
    secure_enough = scheme == "https" or (scheme == "http" and not settings.IS_HTTPS)
    return secure_enough and rest.lower() == host.lower() and validate_host(name, settings.ALLOWED_HOSTS)


def _is_trusted(origin: str) -> bool:
    """Tell whether CSRF_TRUSTED_ORIGINS has it, or its domain in the form `https://*.example.com`."""
    try:
        scheme, netloc = urlsplit(origin)[:2]
    except ValueError:
        return False
    for trusted in settings.CSRF_TRUSTED_ORIGINS:
        wanted_scheme, wanted = urlsplit(trusted)[:2]
        if scheme == wanted_scheme and is_same_domain(netloc, wanted.lstrip("*")):
            return True
    return False
