"""Who may do what in a group, and whose it is when its last admin goes."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from trellis.domain.community.rules.choices import Role

if TYPE_CHECKING:
    from trellis.domain.community.models import Membership

_RANK = {Role.MEMBER: 0, Role.MODERATOR: 1, Role.ADMIN: 2}


def can_moderate(role: str) -> bool:
    """Tell whether who has this role takes posts away and bans."""
    return _RANK[Role(role)] >= _RANK[Role.MODERATOR]


def is_admin(role: str) -> bool:
    """Tell whether who has this role says what the group is, and who is what in it."""
    return role == Role.ADMIN


def outranks(role: str, other: str) -> bool:
    """Tell whether who has a role may ban, or take out, who has the other."""
    return can_moderate(role) and _RANK[Role(role)] > _RANK[Role(other)]


def successor(staying: Collection["Membership"]) -> "Membership | None":
    """Return who becomes the admin where none stays: the eldest moderator, or else the eldest member.

    Whose account is shut comes last. None where an admin stays, or nobody does.
    """
    if not staying or any(is_admin(each.role) and each.person.is_active for each in staying):
        return None
    heir = min(
        staying,
        key=lambda each: (not each.person.is_active, not can_moderate(each.role), each.joined_at, each.pk),
    )
    return None if is_admin(heir.role) else heir
