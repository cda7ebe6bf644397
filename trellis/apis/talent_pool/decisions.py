"""What selecting and rejecting have in common: who decides on whom (talent-pool-api.md)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, serializers
from rest_framework.request import Request

from trellis.apis.talent_pool.answers import Refused
from trellis.apis.talent_pool.base import OpenContractView
from trellis.core.paging.cursors import PageQuery
from trellis.domain.scouting.models import Coach, Decision, Talent
from trellis.domain.scouting.queries import coach_of_user, talent_of_user


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """Whose decision it is, and on whom; a subclass says the rest."""

    mentor = serializers.IntegerField(source="coach.user_id")
    talent = serializers.IntegerField(source="talent.user_id")

    class Meta:
        model = Decision


class DecisionInput(serializers.Serializer[Any]):
    """Who decides on whom: ids of accounts."""

    user_id = serializers.IntegerField(help_text="Mentor User ID")
    talent_id = serializers.IntegerField(help_text="Talent User ID")


MENTOR_QUERY: list[Any] = [OpenApiParameter("user_id", int, required=True), PageQuery]


def pair_named(view: OpenContractView, request: Request) -> tuple[Coach, Talent]:
    """Return the coach and the talent that the body names, if the caller may decide for the coach."""
    coach_user_id, talent_user_id = _ids(request.data)
    view.refuse_strangers(request, user_id=coach_user_id, acting=True)
    coach, talent = coach_of_user(coach_user_id), talent_of_user(talent_user_id)
    if coach is None or talent is None:
        raise Refused("Mentor or Talent user not found.", status=404)
    return coach, talent


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


def decided(service: Any, request: Request, coach: Coach, talent: Talent) -> Decision:
    """Return what the service made of it; raise AlreadyDecided."""
    actor_id = request.user.pk if request.user.is_authenticated else None
    decision: Decision = service(coach=coach, talent=talent, actor_id=actor_id, now=timezone.now())
    return decision


def mentor_asked_for(view: OpenContractView, request: Request) -> Coach:
    """Return the coach whom the query names; raise what refuses a query that names none, and a stranger."""
    given = request.GET.get("user_id", "")
    if not given:
        raise Refused("user_id query parameter is required.", status=400)
    try:
        user_id = serializers.IntegerField().run_validation(given)
    except serializers.ValidationError as error:
        raise exceptions.ValidationError({"user_id": error.detail}) from None
    view.refuse_strangers(request, user_id=user_id, acting=False)
    coach = coach_of_user(user_id)
    if coach is None:
        raise Refused("Mentor user not found.", status=404)
    return coach
