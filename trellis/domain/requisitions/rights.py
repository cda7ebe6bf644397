"""What members of an organization may do about requisitions and their checks."""

from trellis.domain.organizations import rights
from trellis.domain.organizations.rights import Grant

_ALL, _OWN, _NONE = Grant.ALL, Grant.OWN, Grant.NONE


class Right(rights.Right):
    """What may be done about requisitions and their checks."""

    # right, and how far it reaches for owner, admin, manager, staff
    READ_REQUISITIONS = "read requisitions, their compliance items and approvals", _ALL, _ALL, _ALL, _ALL
    RAISE_REQUISITIONS = "raise requisitions, one or many", _ALL, _ALL, _ALL, _ALL
    EDIT_REQUISITIONS = (
        "change requisitions (staff: while they are drafts or rejected), submit them",
        _ALL,
        _ALL,
        _ALL,
        _OWN,
    )
    APPROVE_REQUISITIONS = (
        "approve or reject where a stage names no member of the tenant",
        _ALL,
        _ALL,
        _ALL,
        _NONE,
    )
    PUBLISH_REQUISITIONS = "publish, open, close and cancel requisitions", _ALL, _ALL, _ALL, _NONE
    DELETE_REQUISITIONS = "delete requisitions softly", _ALL, _ALL, _OWN, _OWN
    RECOVER_REQUISITIONS = "list deleted requisitions and recover them", _ALL, _ALL, _NONE, _NONE
    PURGE_REQUISITIONS = "delete requisitions for good", _ALL, _NONE, _NONE, _NONE
    EDIT_COMPLIANCE = "add, change and remove compliance items", _ALL, _ALL, _ALL, _OWN
