"""What selecting and rejecting share: who judges whom, and how it is printed (talent-pool-api.md)."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema_serializer
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.talent_pool.answers import OF_NAMED, OF_PAIRS, Refused
from trellis.apis.talent_pool.base import OpenContractView
from trellis.apis.talent_pool.people import (
    CoachSerializer,
    ShortCoachSerializer,
    ShortTalentSerializer,
    TalentSerializer,
)
from trellis.apis.talent_pool.posts import newest_posts
from trellis.core.http.input import Input
from trellis.core.paging.cursors import PageQuery, newest_first, respond
from trellis.core.rendering import CompiledPage
from trellis.domain.scouting.models import Coach, Judgement, Talent
from trellis.domain.scouting.queries import coach_of_user, talent_of_user


class JudgementSerializer(serializers.ModelSerializer[Any]):
    """Who judged whom; a subclass says the rest."""

    mentor = serializers.IntegerField(source="coach.user_id")
    talent = serializers.IntegerField(source="talent.user_id")

    class Meta:
        model = Judgement


class WholeJudgementSerializer(JudgementSerializer):
    """What making a judgement answers."""

    talent_profile = TalentSerializer(source="talent")
    mentor_profile = CoachSerializer(source="coach")
    posts = newest_posts("talent.posts")


class ListedJudgementSerializer(JudgementSerializer):
    """A row of a list, reduced as the document prints it; a subclass says which posts it shows."""

    talent_profile = ShortTalentSerializer(source="talent")
    mentor_profile = ShortCoachSerializer(source="coach")


# The name that clients made of the description know.
@extend_schema_serializer(component_name="DecisionInput")
class JudgementInput(Input):
    """Who decides on whom: ids of accounts."""

    user_id = serializers.IntegerField(help_text="Mentor User ID")
    talent_id = serializers.IntegerField(help_text="Talent User ID")


MENTOR: Any = OpenApiParameter("user_id", int, required=True)
MENTOR_QUERY: list[Any] = [MENTOR, PageQuery]


class JudgeView(OpenContractView):
    """`POST …/add/`: a coach judges a talent."""

    answers = OF_PAIRS

    def account_named(self, request: Request) -> int | None:
        """Return the id that the body gives for the coach; None where it gives none."""
        try:
            return _ids(request.data)[0]
        except exceptions.APIException:
            return None

    def judged(
        self,
        request: Request,
        *,
        service: Callable[..., Judgement],
        serializer: type[WholeJudgementSerializer],
    ) -> Response:
        """Have the coach whom the body names judge the talent whom it names, and show what came of it."""
        coach, talent = self._pair_named(request)
        judgement = service(coach=coach, talent=talent, actor_id=actor_id(request), now=timezone.now())
        return Response(serializer(judgement).data, status=status.HTTP_201_CREATED)

    def _pair_named(self, request: Request) -> tuple[Coach, Talent]:
        """Return the coach and the talent that the body names, if the caller may act for the coach."""
        coach_user_id, talent_user_id = _ids(request.data)
        self.refuse_strangers(request, user_id=coach_user_id, acting=True)
        return coach_of_user(coach_user_id), talent_of_user(talent_user_id)


class OfMentorView(OpenContractView):
    """What is a coach's, whom the address names: `?user_id=`."""

    answers = OF_NAMED

    def mentor_named(self, request: Request, *, acting: bool) -> Coach:
        """Return the coach whom the address names; raise what refuses a stranger, and one that names none."""
        given = request.GET.get("user_id", "")
        if not given:
            raise Refused("user_id query parameter is required.", status=400)
        try:
            user_id = serializers.IntegerField().run_validation(given)
        except serializers.ValidationError as error:
            raise exceptions.ValidationError({"user_id": error.detail}) from None
        self.refuse_strangers(request, user_id=user_id, acting=acting)
        return coach_of_user(user_id)


class JudgementsView(OfMentorView):
    """`GET …/?user_id=`: whom a coach has judged."""

    def listed(
        self, request: Request, *, query: Callable[[Coach], QuerySet[Any]], page: CompiledPage
    ) -> HttpResponseBase:
        """List what the query finds of the coach whom the address names, the latest first."""
        rows = query(self.mentor_named(request, acting=False))
        return respond(page, newest_first(rows, request=request), request=request)


def actor_id(request: Request) -> int | None:
    """Return who acts, for the record; nobody where the contract is open to anybody."""
    return request.user.pk if request.user.is_authenticated else None


def _ids(body: Any) -> tuple[int, int]:
    """Return both ids; the document names absent ones by the body's words, invalid ones by the row's."""
    if not isinstance(body, dict) or "user_id" not in body or "talent_id" not in body:
        raise Refused("user_id and talent_id are required.", status=400)
    field = serializers.IntegerField()
    values: list[int] = []
    errors: dict[str, Any] = {}
    for name, key in (("mentor", "user_id"), ("talent", "talent_id")):
        if body[key] in (None, ""):
            errors[name] = ["This field is required."]
            continue
        try:
            values.append(field.run_validation(body[key]))
        except serializers.ValidationError as error:
            errors[name] = error.detail
    if errors:
        raise exceptions.ValidationError(errors)
    return values[0], values[1]
