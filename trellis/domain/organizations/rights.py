"""Roles, and how far what their members may do reaches. docs/permissions.md shows the rights of all apps."""

from enum import Enum

from django.db import models


class Role(models.TextChoices):
    """What somebody is in an organization."""

    OWNER = "owner"
    ADMIN = "admin"
    MANAGER = "manager"
    STAFF = "staff"

    @property
    def job_role(self) -> str:
        """The word of talent-engine-api.md, which calls the owner `co-admin` too."""
        return "co-admin" if self in (Role.OWNER, Role.ADMIN) else str(self.value)


class Grant(Enum):
    """How far a right reaches."""

    NONE = "no"
    OWN = "own"  # what the member raised themselves
    ALL = "yes"


class Right(Enum):
    """Something that a member may do. Each app lists its own in a subclass, in `rights.py`.

    A member's value is how docs/permissions.md names it, and how far it reaches for each role.
    """

    def __init__(self, words: str, owner: Grant, admin: Grant, manager: Grant, staff: Grant) -> None:
        self.words = words
        self.grants = dict(zip(Role, (owner, admin, manager, staff), strict=True))


_ALL, _OWN, _NONE = Grant.ALL, Grant.OWN, Grant.NONE


class OrganizationRight(Right):
    """What may be done about an organization and its people, and what holds for every app."""

    # right, and how far it reaches for owner, admin, manager, staff
    READ_HISTORY = "read who changed what", _ALL, _ALL, _ALL, _OWN
    READ_MEMBERS = "see who is a member", _ALL, _ALL, _ALL, _ALL
    MANAGE_MEMBERS = "invite members, change their roles", _ALL, _ALL, _NONE, _NONE
    REMOVE_MEMBERS = "let members go (of one's own: leave)", _ALL, _ALL, _OWN, _OWN
    MANAGE_TENANT = "change what the organization says of itself", _ALL, _NONE, _NONE, _NONE
    DELETE_ORGANIZATION = "delete the organization", _ALL, _NONE, _NONE, _NONE


def grant(role: str, right: Right) -> Grant:
    """Return how far `right` reaches for members of this role."""
    return right.grants[Role(role)]
