"""`Idempotency-Key`: who sends a POST again is answered again, and nothing is done twice.

The claim of the key, what the handler does and its answer are one transaction: however a process ends, either
all of it is there or nothing is. docs/decisions/retries.md says what follows for clients.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.encoding import escape_uri_path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.core.db.errors import LOCK_NOT_AVAILABLE, retried_once, sqlstate_of
from trellis.core.db.locks import lock
from trellis.core.http.fingerprints import digest_of, fingerprint_of
from trellis.core.http.open_contract import is_service
from trellis.core.http.views import ApiView
from trellis.core.models import KeptAnswer

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
LONGEST_KEY = 255
_WORD = "[ -~]+"
_KEY = re.compile(_WORD)
_IDENTITY = ["user", "service", "method", "path", "key"]
_ANSWER = ["fingerprint", "status", "headers", "body", "kept_at"]
# What a view raises to answer; anything else is a fault, of which nothing stays.
_ANSWERS = (exceptions.APIException, Http404, PermissionDenied)

Handler = TypeVar("Handler", bound=Callable[..., HttpResponseBase])


class BadKey(exceptions.APIException):
    """The header is there, and is no key."""

    status_code = 400
    default_detail = f"{HEADER} must be 1 to {LONGEST_KEY} printable ASCII characters."
    default_code = "invalid_key"


class KeyInUse(exceptions.APIException):
    """The first request with this key is still being worked on."""

    status_code = 409
    default_detail = f"A request with this {HEADER} is being worked on. Please try again."
    default_code = "conflict"
    wait = 1  # seconds, sent as Retry-After


class OtherRequest(exceptions.APIException):
    """The key was sent before, with something else."""

    status_code = 422
    default_detail = f"This {HEADER} was used for another request. Use a new key for a new request."
    default_code = "key_reused"


@dataclass(frozen=True, kw_only=True)
class _Claim:
    """What a key stands for: whose it is, at which address, and what is said there."""

    user_id: int | None
    service: str
    method: str
    path: str
    key: str
    fingerprint: str

    @property
    def identity(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("user_id", "service", "method", "path", "key")}


def idempotent(handler: Handler) -> Handler:
    """Let the handler of a view honour `Idempotency-Key`; it stands below `@extend_schema`.

    Everything that the handler writes is one transaction then. Its answer is kept if it is a success; it must
    hold no token or secret. Without the header, or where nobody is known to call, nothing changes. A refusal
    is not kept, and what was written beside it stays, as it does without the header.
    """

    @wraps(handler)
    def once(view: ApiView, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        claim = _claim_of(view, request)
        if claim is None:
            return handler(view, request, *args, **kwargs)

        def attempt() -> HttpResponseBase:
            return _answered(claim, view, lambda: handler(view, request, *args, **kwargs))

        # A large upload is moved to its place: there is nothing left to begin with anew.
        return attempt() if request.FILES else retried_once(attempt)()

    once.is_idempotent = True  # type: ignore[attr-defined]
    return cast("Handler", extend_schema(parameters=_DESCRIBED)(once))


def _claim_of(view: ApiView, request: Request) -> _Claim | None:
    """Return what the request claims, None where it claims nothing; raise BadKey."""
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    user_id, service = _caller(view, request)
    if user_id is None and not service:
        return None
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise BadKey
    return _Claim(
        user_id=user_id,
        service=service,
        method=str(request.method),
        path=escape_uri_path(request.path),
        key=key,
        fingerprint=fingerprint_of(request),
    )


def _caller(view: ApiView, request: Request) -> tuple[int | None, str]:
    """Return the account that calls, or a digest of the key of the service that does."""
    if request.user.is_authenticated:
        return request.user.pk, ""
    if is_service(request):
        return None, digest_of(request.META["HTTP_X_SERVICE_KEY"])
    return (view.account_named(request) if settings.TRELLIS_OPEN_CONTRACT else None), ""


def _answered(claim: _Claim, view: ApiView, handle: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return the kept answer, or what the handler answers now; raise what it refuses, with its effects."""
    with transaction.atomic():
        _wait_for(claim)
        kept = _kept(claim)
        if kept is not None:
            return _replayed(kept, claim)
        try:
            response = handle()
        except Exception as exc:
            if not (isinstance(exc, _ANSWERS) or view.answers.to(exc)):
                raise
            refusal = exc
        else:
            _keep(response, claim, view)
            return response
    raise refusal


def _wait_for(claim: _Claim) -> None:
    """Take the key until the transaction ends; raise KeyInUse where another request does not let go of it."""
    try:
        lock("idempotency", repr(claim.identity))
    except OperationalError as error:
        if sqlstate_of(error) != LOCK_NOT_AVAILABLE:
            raise
        raise KeyInUse from None


def _kept(claim: _Claim) -> KeptAnswer | None:
    since = timezone.now() - KeptAnswer.KEPT_FOR
    return KeptAnswer.objects.filter(**claim.identity, kept_at__gt=since).first()


def _replayed(kept: KeptAnswer, claim: _Claim) -> HttpResponse:
    if not constant_time_compare(kept.fingerprint, claim.fingerprint):
        raise OtherRequest
    response = HttpResponse(kept.body, status=kept.status)
    del response["Content-Type"]  # an empty answer had none
    for name, value in {**kept.headers, REPLAYED: "true"}.items():
        response[name] = value
    return response


def _keep(response: HttpResponseBase, claim: _Claim, view: ApiView) -> None:
    """Keep a success, over one that has become too old; not what sets a cookie, nor a file."""
    if not 200 <= response.status_code < 300 or response.cookies or response.streaming:
        return
    whole = _rendered(cast("HttpResponse", response), view)
    row = KeptAnswer(
        **claim.identity,
        fingerprint=claim.fingerprint,
        status=whole.status_code,
        headers=dict(whole.items()),
        body=whole.content.decode(),
        kept_at=timezone.now(),
    )
    KeptAnswer.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=_IDENTITY, update_fields=_ANSWER
    )


def _rendered(response: HttpResponse, view: ApiView) -> HttpResponse:
    """Return the response with its content, which DRF would otherwise make after the commit."""
    if isinstance(response, Response):
        request = view.request
        response.accepted_renderer = request.accepted_renderer
        response.accepted_media_type = request.accepted_media_type
        response.renderer_context = view.get_renderer_context()  # type: ignore[attr-defined]
        response.render()
    return response


_DESCRIBED = [
    OpenApiParameter(
        HEADER,
        {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": f"^{_WORD}$"},
        OpenApiParameter.HEADER,
        description=(
            "A new one for each thing that is to be done, such as a UUID. What is sent again within 24 "
            "hours, with the same key and body, is not done again: the first success is answered again. "
            f"1 to {LONGEST_KEY} printable ASCII characters."
        ),
    ),
    OpenApiParameter(
        REPLAYED,
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        description="`true` where this is the answer to an earlier request with the same key.",
        response=[200, 201, 202, 204],
    ),
]
