"""What can be asked of mentors."""

from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Count, DecimalField, F, Func, QuerySet, Subquery, TextField, UUIDField
from django.db.models.functions import Cast, Coalesce, NullIf

from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.core.db.words import AsWritten, query_for, quoted
from trellis.domain.accounts.models import User
from trellis.domain.directory.queries import roles_for
from trellis.domain.mentorship.models import Mentor, Package
from trellis.domain.mentorship.refusals import NotMentor, UnknownMentor
from trellis.domain.mentorship.rules.words import whole_area

_MOST_COMMON = 40
# The average by which mentors are ordered; NULL while nobody has given one.
RATING = Cast("rating_sum", DecimalField(max_digits=20, decimal_places=10)) / NullIf("rating_count", 0)
# What lists print of a row, in SQL.
NAME_OF_MENTOR = "btrim({user.first_name} || ' ' || {user.last_name})"
RATING_OF_MENTOR = "round({rating_sum}::numeric / nullif({rating_count}, 0), 2)"  # as average_rating


_ID = Argument("id", UUIDField())
_BY_EITHER_ID = PreparedQuery(
    Mentor.objects.filter(
        pk=Coalesce(
            Subquery(Mentor.objects.filter(public_id=_ID).values("pk")[:1]),
            Subquery(Mentor.objects.filter(user__public_id=_ID).values("pk")[:1]),
        )
    ).select_related("user")
)


def approved_mentors(*, search: str = "", expertise: str = "") -> QuerySet[Mentor]:
    """Return the mentors whom everybody may see, newest first, with their users.

    `search` finds words of name, skills, company and title by their beginnings, all of them in any
    order; `expertise` is one whole skill, whatever its case and accents. Any text is a valid question.
    """
    mentors = Mentor.objects.filter(is_approved=True, user__is_active=True).select_related("user")
    if search.strip():
        query = query_for(search)
        mentors = mentors.filter(search=query) if query else mentors.none()
    if expertise.strip():
        mentors = mentors.filter(search=AsWritten(quoted(whole_area(expertise))))
    return mentors.order_by("-id")


def packages_of(mentor: Mentor) -> QuerySet[Package]:
    """Return the packages that a mentor offers, the smallest first."""
    return Package.objects.filter(mentor_id=mentor.pk).order_by("sessions", "price_minor", "pk")


def common_areas() -> list[str]:
    """Return the areas of expertise that most approved mentors name, by name."""
    each = Func(F("expertise"), function="unnest", output_field=TextField())
    areas = Mentor.objects.filter(is_approved=True).annotate(area=each).values("area")
    most = areas.annotate(mentors=Count("pk")).order_by("-mentors", "area").values_list("area", flat=True)
    return sorted(most[:_MOST_COMMON], key=str.casefold)


def mentor_by_public_id(public_id: UUID, *, viewer: User | None) -> Mentor | None:
    """Return a mentor whom `viewer` may see: one not approved only by themselves and by staff.

    The id is that of the mentor, or of their account.
    """
    mentor = _BY_EITHER_ID.first(id=public_id)
    if mentor is None or not mentor.user.is_active:
        return None
    may_see = viewer is not None and (viewer.acts_as_staff or viewer.pk == mentor.user_id)
    return mentor if mentor.is_approved or may_see else None


def mentor_shown(mentor_id: UUID, *, viewer: User | None) -> Mentor:
    """Return a mentor of SOOSH by the id of the mentor or of the account; one's own in any case.

    Raises UnknownMentor.
    """
    mentor = _BY_EITHER_ID.first(id=mentor_id)
    if mentor is None or not (mentor.is_shown or (viewer is not None and viewer.pk == mentor.user_id)):
        raise UnknownMentor
    return mentor


def mentor_of_user(user: User) -> Mentor | None:
    """Return the mentor profile of an account, approved or not."""
    return Mentor.objects.select_related("user").filter(user_id=user.pk).first()


def mentor_or_blank(user: User) -> Mentor:
    """Return the mentor profile of an account, for whom the directory alone knows as a mentor a blank one.

    A blank one is no row: `services.mentors.begin_profile` makes it when there is something to keep. Raises
    NotMentor for everybody else.
    """
    mentor = mentor_of_user(user)
    if mentor is None and not roles_for(user).is_mentor:
        raise NotMentor
    return mentor or Mentor(user=user)


def average_rating(mentor: Mentor) -> Decimal | None:
    """Return the mentor's rating to two places; None while nobody has given one."""
    if not mentor.rating_count:
        return None
    return (Decimal(mentor.rating_sum) / mentor.rating_count).quantize(
        Decimal("0.01"), rounding=ROUND_HALF_UP
    )
