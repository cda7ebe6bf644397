"""Who may do what in an organization: the one table, which docs/permissions.md shows."""

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
    """Something that a member may do; the value is how docs/permissions.md names it."""

    READ_REQUISITIONS = "read requisitions, their compliance items and approvals"
    RAISE_REQUISITIONS = "raise requisitions, one or many"
    EDIT_REQUISITIONS = "change requisitions (staff: while they are drafts or rejected), submit them"
    APPROVE_REQUISITIONS = "approve or reject where a stage names no member of the tenant"
    PUBLISH_REQUISITIONS = "publish, open, close and cancel requisitions"
    DELETE_REQUISITIONS = "delete requisitions softly"
    RECOVER_REQUISITIONS = "list deleted requisitions and recover them"
    PURGE_REQUISITIONS = "delete requisitions for good"
    EDIT_COMPLIANCE = "add, change and remove compliance items"
    READ_HISTORY = "read who changed what"
    READ_INTERVIEWS = "read video sessions and scorecards, join, leave, mute, score"
    MANAGE_INTERVIEWS = "create and change video sessions, invite, record"
    DELETE_INTERVIEWS = "end and delete video sessions"
    RAISE_REQUESTS = "make requests for material, leave and service"
    READ_REQUESTS = "read requests"
    EDIT_REQUESTS = "change and cancel requests while they are pending"
    DECIDE_REQUESTS = "approve, reject and complete requests of others"
    DELETE_REQUESTS = "delete requests softly"
    EXPORT = "export requisitions and requests"
    READ_MEMBERS = "see who is a member"
    MANAGE_MEMBERS = "invite members, change their roles"
    REMOVE_MEMBERS = "let members go (of one's own: leave)"
    MANAGE_TENANT = "change the tenant's name and logo"


def _row(owner: Grant, admin: Grant, manager: Grant, staff: Grant) -> dict[Role, Grant]:
    return {Role.OWNER: owner, Role.ADMIN: admin, Role.MANAGER: manager, Role.STAFF: staff}


_ALL, _OWN, _NONE = Grant.ALL, Grant.OWN, Grant.NONE
GRANTS: dict[Right, dict[Role, Grant]] = {
    # right                     owner, admin, manager, staff
    Right.READ_REQUISITIONS: _row(_ALL, _ALL, _ALL, _ALL),
    Right.RAISE_REQUISITIONS: _row(_ALL, _ALL, _ALL, _ALL),
    Right.EDIT_REQUISITIONS: _row(_ALL, _ALL, _ALL, _OWN),
    Right.APPROVE_REQUISITIONS: _row(_ALL, _ALL, _ALL, _NONE),
    Right.PUBLISH_REQUISITIONS: _row(_ALL, _ALL, _ALL, _NONE),
    Right.DELETE_REQUISITIONS: _row(_ALL, _ALL, _OWN, _OWN),
    Right.RECOVER_REQUISITIONS: _row(_ALL, _ALL, _NONE, _NONE),
    Right.PURGE_REQUISITIONS: _row(_ALL, _NONE, _NONE, _NONE),
    Right.EDIT_COMPLIANCE: _row(_ALL, _ALL, _ALL, _OWN),
    Right.READ_HISTORY: _row(_ALL, _ALL, _ALL, _OWN),
    Right.READ_INTERVIEWS: _row(_ALL, _ALL, _ALL, _ALL),
    Right.MANAGE_INTERVIEWS: _row(_ALL, _ALL, _ALL, _NONE),
    Right.DELETE_INTERVIEWS: _row(_ALL, _ALL, _OWN, _NONE),
    Right.RAISE_REQUESTS: _row(_ALL, _ALL, _ALL, _ALL),
    Right.READ_REQUESTS: _row(_ALL, _ALL, _ALL, _OWN),
    Right.EDIT_REQUESTS: _row(_ALL, _ALL, _OWN, _OWN),
    Right.DECIDE_REQUESTS: _row(_ALL, _ALL, _ALL, _NONE),
    Right.DELETE_REQUESTS: _row(_ALL, _ALL, _OWN, _OWN),
    Right.EXPORT: _row(_ALL, _ALL, _ALL, _NONE),
    Right.READ_MEMBERS: _row(_ALL, _ALL, _ALL, _ALL),
    Right.MANAGE_MEMBERS: _row(_ALL, _ALL, _NONE, _NONE),
    Right.REMOVE_MEMBERS: _row(_ALL, _ALL, _OWN, _OWN),
    Right.MANAGE_TENANT: _row(_ALL, _NONE, _NONE, _NONE),
}


def grant(role: str, right: Right) -> Grant:
    """Return how far `right` reaches for members of this role."""
    return GRANTS[right][Role(role)]
