"""The base view of the Talent Pool door: who may act for whom."""

from typing import Any, ClassVar

from django.conf import settings
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from trellis.apis.talent_pool.answers import ANSWERS
from trellis.core.description import BY_FIELD, SENTENCE, Style
from trellis.core.http.answering import Answers
from trellis.core.http.open_contract import refuse_nobody
from trellis.core.http.views import ApiView, NothingHere

_ERROR: dict[str, Any] = {
    "type": "object",
    "properties": {"error": {"type": "string"}},
    "required": ["error"],
}
_EITHER: dict[str, Any] = {"oneOf": [SENTENCE, _ERROR]}
# As printed: some in one form, some in the other (answers.py).
STYLE = Style(shapes={400: BY_FIELD, 403: _EITHER, 404: _EITHER})


class TalentPoolView(ApiView):
    """Every view of this door (talent-pool-api.md). A valid token is read even where none is needed.

    Its lists are plain, with a cursor (core/paging/cursors.py).
    """

    answers: ClassVar[Answers] = ANSWERS
    style: ClassVar[Style] = STYLE
    rate_scope: str | None = "talent_pool"


class OpenContractView(TalentPoolView):
    """An endpoint that the document leaves open, and that production closes unless told otherwise."""

    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who is nobody, where that is asked, before what they sent is looked at."""
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS" and not request.user.is_authenticated:
            refuse_nobody(request)

    def refuse_strangers(self, request: Request, *, user_id: int, acting: bool) -> None:
        """Raise 401 or 403 unless the caller may read of, or act for, the account `user_id`.

        With the contract open anyone may, except somebody signed in who acts as somebody else.
        """
        if not request.user.is_authenticated:
            return  # refused before, unless nobody needs to be anybody
        is_own = request.user.pk == user_id or request.user.acts_as_staff
        if not is_own and (acting or not settings.TRELLIS_OPEN_CONTRACT):
            raise exceptions.PermissionDenied


class NotFoundView(NothingHere, TalentPoolView):
    """Any URL under /mentor/ that no document names."""
