"""The page that the link to a guardian opens: yes or no at the press of a button."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from trellis.core.http.compression import uncompressed
from trellis.core.refusals import Refusal
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.queries import guardianship_named_by
from trellis.domain.guardians.refusals import (
    AlreadyInvited,
    DeadInvitation,
    GuardianIsMinor,
    InvitationOver,
    NoMinor,
    OwnGuardian,
    TooManyGuardians,
)
from trellis.domain.guardians.rules import refuse_over
from trellis.domain.guardians.services.guardianships import accept, decline
from trellis.web.frame.pages import render_page

_CANNOT: dict[type[Refusal], str] = {
    AlreadyInvited: "You are a guardian of theirs already.",
    GuardianIsMinor: "This account is of somebody under 18: only adults can be guardians.",
    NoMinor: "They are 18 by now, and need no guardian any more.",
    OwnGuardian: "This is the account that needs a guardian. Sign in with an account of your own.",
    TooManyGuardians: "They have as many guardians as there can be.",
}

_REFUSALS = tuple(_CANNOT)


@uncompressed
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Say yes or no at the press of a button: scanners of mail follow links, but press nothing."""
    token = (request.POST if request.method == "POST" else request.GET).get("token", "")
    try:
        asked = guardianship_named_by(token)
        refuse_over(asked, now=timezone.now())
        if request.method == "POST":
            return _answer(request, asked, token)
    except DeadInvitation:
        return _page(request, "refused", status=400)
    except InvitationOver as error:
        return _page(request, "refused", status=409, reason=error.sentence)
    return _asked(request, asked, token)


def _answer(request: HttpRequest, asked: Guardianship, token: str) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    if request.POST.get("answer") == "no":
        decline(token=token, actor_id=user.pk if user else None, now=timezone.now())
        return _page(request, "declined", minor=asked.minor)
    if user is None:
        return _asked(request, asked, token)
    try:
        accept(token=token, user=user, now=timezone.now())
    except _REFUSALS as error:
        return _asked(request, asked, token, status=409, trouble=_CANNOT[type(error)])
    return _page(request, "accepted", minor=asked.minor)


def _asked(
    request: HttpRequest, asked: Guardianship, token: str, *, status: int = 200, trouble: str = ""
) -> HttpResponse:
    here = f"{reverse('web:guardian-invitation')}?{urlencode({'token': token})}"
    context = {
        "token": token,
        "minor": asked.minor,
        "user": request.user if isinstance(request.user, User) else None,
        "trouble": trouble,
        "sign_in": f"{reverse('web:sign-in')}?{urlencode({'next': here})}",
    }
    return _page(request, "asked", status=status, **context)


def _page(request: HttpRequest, outcome: str, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"outcome": outcome, **more}
    return render_page(request, "web/guardians/invitation.html", context, status=status)
