"""What members of an organization may do about exports."""

from trellis.domain.organizations import rights
from trellis.domain.organizations.rights import Grant

_ALL, _OWN, _NONE = Grant.ALL, Grant.OWN, Grant.NONE


class Right(rights.Right):
    """What may be done about exports."""

    # right, and how far it reaches for owner, admin, manager, staff
    EXPORT = "export requisitions and requests", _ALL, _ALL, _ALL, _NONE
