"""Which groups there are, who is in them, and who may not be."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField

from trellis.core.db.arrays import IsNoneOf
from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import User
from trellis.domain.catalog.models import Category
from trellis.domain.community.models import Ban, Group, Membership
from trellis.domain.community.refusals import (
    IsBanned,
    NotAMember,
    NotAModerator,
    UnknownCategory,
    UnknownGroup,
)
from trellis.domain.community.rules.moderation import can_moderate
from trellis.domain.profiles.queries import profile_of

# Whether the account `{viewer_id}` is in the group of a row, and as what.
IS_MEMBER_SQL = (
    "EXISTS (SELECT 1 FROM community_membership AS place"
    " WHERE place.group_id = {id} AND place.person_id = {viewer_id})"
)
ROLE_SQL = (
    "SELECT place.role FROM community_membership AS place"
    " WHERE place.group_id = {id} AND place.person_id = {viewer_id}"
)

VIEWER = Argument("viewer_id")
# Which group it is, what the viewer is in it, and whether they are banned from it.
_PLACE = PreparedQuery(
    Group.objects.filter(public_id=Argument("public_id", UUIDField()), closed_at=None)
    .annotate(
        role=Subquery(Membership.objects.filter(group=OuterRef("pk"), person=VIEWER).values("role")),
        is_banned=Exists(Ban.objects.filter(group=OuterRef("pk"), person=VIEWER)),
    )
    .values_list("pk", "role", "is_banned")
)


def groups_for(viewer: User | Argument) -> QuerySet[Group]:
    """Return the groups that somebody may come to, the largest first."""
    rows = Group.objects.filter(IsNoneOf("pk", banned_from(viewer)), closed_at=None)
    return rows.order_by("-member_count", "-pk")


def banned_from(viewer: User | Argument) -> ArraySubquery:
    """Return the keys of the groups that somebody is banned from, few as they are: to be looked up once."""
    return ArraySubquery(Ban.objects.filter(person=viewer).values("group"))


def narrowed(
    groups: QuerySet[Group],
    *,
    viewer: User | Argument,
    words: str = "",
    category: Category | Argument | None = None,
    is_member: bool | None = None,
) -> QuerySet[Group]:
    """Return those with the words in name or description, of the category, that one is in, or is not in."""
    if words:
        groups = groups.filter(Q(name__holds=words) | Q(description__holds=words))
    if category is not None:
        groups = groups.filter(category=category)
    if is_member is not None:
        own = Exists(Membership.objects.filter(group=OuterRef("pk"), person=viewer))
        groups = groups.filter(own if is_member else ~own)
    return groups


def category_named(text: str) -> Category:
    """Return the category of this id, name or slug; raise UnknownCategory."""
    asked = text.casefold()
    for each in Category.objects.all():
        if asked in (str(each.public_id), each.name.casefold(), each.slug):
            return each
    raise UnknownCategory


def group_named(public_id: UUID) -> Group:
    """Return a group that has not ended; raise UnknownGroup."""
    found = Group.objects.select_related("category").filter(public_id=public_id, closed_at=None).first()
    if found is None:
        raise UnknownGroup
    return found


def group_for(viewer: User, public_id: UUID) -> Group:
    """Return a group to somebody who is not banned from it; raise UnknownGroup, IsBanned."""
    group = group_named(public_id)
    if is_banned(group, viewer):
        raise IsBanned
    return group


def is_banned(group: Group, person: User) -> bool:
    """Tell whether somebody may not be in a group."""
    return Ban.objects.filter(group=group, person=person).exists()


def place_in(group: Group, person: User) -> Membership:
    """Return somebody's place in a group; raise IsBanned, NotAMember."""
    found = Membership.objects.filter(group=group, person=person).first()
    if found is None:
        raise IsBanned if is_banned(group, person) else NotAMember
    return found


def role_in(public_id: UUID, viewer: User) -> tuple[int, str]:
    """Return a group's key and what somebody is in it; raise UnknownGroup, IsBanned, NotAMember."""
    found = _PLACE.rows(public_id=public_id, viewer_id=viewer.pk)
    if not found:
        raise UnknownGroup
    key, role, is_banned = found[0]
    return key, role_of(role, is_banned=is_banned)


def role_of(role: str | None, *, is_banned: bool) -> str:
    """Return the role of who has one; raise IsBanned, NotAMember."""
    if role is None:
        raise IsBanned if is_banned else NotAMember
    return role


def moderated_by(viewer: User, public_id: UUID) -> int:
    """Return the key of a group that somebody moderates; raise as `role_in`, and NotAModerator."""
    key, role = role_in(public_id, viewer)
    if not can_moderate(role):
        raise NotAModerator
    return key


def members_of(group: Group | Argument) -> QuerySet[Membership]:
    """Return who is in a group, who came first before the others."""
    return Membership.objects.filter(group=group).order_by("joined_at", "pk")


def bans_of(group: Group | Argument) -> QuerySet[Ban]:
    """Return who is banned from a group, the latest first."""
    return Ban.objects.filter(group=group).order_by("-at", "-pk")


def suggested_groups(user: User, *, limit: int) -> list[Group]:
    """Return groups that somebody is not in: those of what their profile is about first, then the largest."""
    rows = narrowed(groups_for(user), viewer=user, is_member=False).select_related("category")
    profile = profile_of(user)
    near = _of_categories(rows, profile.categories if profile else (), limit)
    others = rows.exclude(pk__in=[each.pk for each in near])[: limit - len(near)]
    return [*near, *others]


def _of_categories(rows: QuerySet[Group], ids: Collection[UUID], limit: int) -> list[Group]:
    return list(rows.filter(category__public_id__in=ids)[:limit]) if ids else []
