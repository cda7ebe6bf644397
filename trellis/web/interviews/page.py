"""The page of an interview's room: `/meet/interview/<id>`, for members and for candidates with a link."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.http.compression import uncompressed
from trellis.domain.accounts.models import User
from trellis.domain.interviews.queries.seats import seat_of_candidate, seat_of_member
from trellis.domain.interviews.queries.sessions import scorecards_of
from trellis.domain.interviews.rules import limits
from trellis.domain.interviews.rules.seats import Seat
from trellis.web.rooms.pages import render_room

# Keeps the invitation for a reload, once the address bar no longer shows it.
_COOKIE = "interview_invitation"
# Stands in the address instead of it: of a candidate and a member on one browser, the candidate is meant.
_GUEST = "guest"


@uncompressed
@never_cache
@require_safe
def interview(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show the room to members of the session's tenant and to its candidates; to others there is none."""
    given = request.GET.get("invitation", "")
    token = given or request.COOKIES.get(_COOKIE, "")
    user = request.user
    is_guest = bool(given) or _GUEST in request.GET
    if is_guest or (token and not isinstance(user, User)):
        seat = seat_of_candidate(token=token, session_id=session_id, now=timezone.now())
        if seat is not None:
            return _keep(_answer(request, seat, token=token), token, path=request.path)
        if is_guest:
            return _page(request, "closed", {"reason": "invitation"}, status=403)
    if not isinstance(user, User):
        return redirect(f"{reverse('web:sign-in')}?{urlencode({'next': request.path})}")
    seat = seat_of_member(user=user, session_id=session_id)
    if seat is None:
        raise Http404
    return _answer(request, seat)


def _answer(request: HttpRequest, seat: Seat, *, token: str = "") -> HttpResponse:
    context: dict[str, Any] = {"seat": seat, "panel": _panel(seat), "limits": limits}
    if not seat.session.is_active:
        return _page(request, "closed", {"reason": "over", **context})
    page = reverse("web:interview", kwargs={"session_id": seat.session.pk})
    room = {
        "socket": f"/ws/talent-engine/video-sessions/{seat.session.pk}{'?as=guest' if token else ''}",
        "invitation": token,
        "address": f"{page}?{_GUEST}" if token else page,
        "name": seat.name,
        "can_record": seat.may_manage,
        "session": str(seat.session.pk),
    }
    return _page(request, "room", {"room": room, **context})


def _panel(seat: Seat) -> dict[str, Any] | None:
    """Return what the interviewer's panel begins with; None for candidates, who see nothing of it."""
    if seat.user is None:
        return None
    session = seat.session
    own = scorecards_of(session).filter(user=seat.user).first()
    return {
        "session": str(session.pk),
        "scale": session.score_scale,
        "token_address": reverse("web:interview-token", kwargs={"session_id": session.pk}),
        "shared": {"scores": session.scores, "notes": session.notes, "tags": session.tags},
        "may_save_shared": seat.may_manage,
        "own": {"scores": own.scores if own else {}, "notes": own.notes if own else ""},
    }


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    name = f"web/interviews/{template}.html"
    response = render_room(request, name, context, status=status)
    # The address of a candidate's page holds the invitation.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _keep(response: HttpResponse, token: str, *, path: str) -> HttpResponse:
    """Keep the invitation in a cookie that no script reads and that goes to this page alone."""
    is_secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(_COOKIE, token, path=path, secure=is_secure, httponly=True, samesite="Lax")
    return response
