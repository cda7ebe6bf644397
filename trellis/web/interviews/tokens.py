"""The access token with which an interviewer's page calls the API: docs/decisions/interview-pages.md."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import sign_in_of_session, signed_in_by
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.interviews.queries.seats import seat_of_member


@never_cache
@csrf_protect
@require_POST
def api_token(request: HttpRequest, session_id: UUID) -> JsonResponse:
    """Give the signed-in member of the session's tenant a short-lived access token."""
    user = request.user
    if not isinstance(user, User):
        return JsonResponse({"detail": "Sign in again."}, status=401)
    if seat_of_member(user=user, session_id=session_id) is None:
        return JsonResponse({"detail": "Not found."}, status=404)
    seconds = int(settings.ACCESS_TOKEN_LIFETIME.total_seconds())
    sign_in_id = sign_in_of_session(request)
    token = access_token(user=user, by=signed_in_by(request), sign_in_id=sign_in_id, now=timezone.now())
    return JsonResponse({"access_token": token, "expires_in": seconds})
