"""What can be asked of scouting."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.scouting.models import Coach, Judgement, Rejection, Selection, Talent
from trellis.domain.scouting.refusals import NoCoach, NoTalent

_COACH_ID = PreparedQuery(Coach.objects.filter(user_id=Argument("user_id")).values_list("pk"))


def pool_of(coach_id: int | Subquery) -> QuerySet[Talent]:
    """Return the talents whom a coach can still judge: all in the pool minus whom they judged."""
    judged = Judgement.objects.filter(coach_id=coach_id, talent=OuterRef("pk"))
    return Talent.objects.filter(~Exists(judged), pool_joined_at__isnull=False, user__is_active=True)


def pool_of_user(user_id: int | Argument) -> QuerySet[Talent]:
    """Return the pool of the coach who has this account; nobody where it is no coach's."""
    coach = Coach.objects.filter(user_id=user_id)
    return pool_of(Subquery(coach.values("pk"))).filter(Exists(coach))


def coach_id_of_user(user_id: int) -> int | None:
    """Return the key of the coach profile of an account."""
    rows = _COACH_ID.rows(user_id=user_id)
    return rows[0][0] if rows else None


def selections_by(coach: Coach) -> QuerySet[Selection]:
    """Return the coach's selections."""
    return Selection.objects.filter(coach=coach)


def rejections_by(coach: Coach) -> QuerySet[Rejection]:
    """Return the coach's rejections."""
    return Rejection.objects.filter(coach=coach)


def selections_of(talent: Talent) -> QuerySet[Selection]:
    """Return the selections of `talent` by all active coaches."""
    return Selection.objects.filter(talent=talent, coach__user__is_active=True)


def coach_of_user(user_id: int) -> Coach:
    """Return the coach profile of an active account; raise NoCoach."""
    found = Coach.objects.select_related("user").filter(user_id=user_id, user__is_active=True).first()
    if found is None:
        raise NoCoach
    return found


def talent_of_user(user_id: int) -> Talent:
    """Return the talent profile of an active account; raise NoTalent."""
    found = Talent.objects.select_related("user").filter(user_id=user_id, user__is_active=True).first()
    if found is None:
        raise NoTalent
    return found
