"""What members of an organization may do about requests for material, leave and service."""

from trellis.domain.organizations import rights
from trellis.domain.organizations.rights import Grant

_ALL, _OWN, _NONE = Grant.ALL, Grant.OWN, Grant.NONE


class Right(rights.Right):
    """What may be done about requests for material, leave and service."""

    # right, and how far it reaches for owner, admin, manager, staff
    RAISE_REQUESTS = "make requests for material, leave and service", _ALL, _ALL, _ALL, _ALL
    READ_REQUESTS = "read requests", _ALL, _ALL, _ALL, _OWN
    EDIT_REQUESTS = "change and cancel requests while they are pending", _ALL, _ALL, _OWN, _OWN
    DECIDE_REQUESTS = "approve, reject and complete requests of others", _ALL, _ALL, _ALL, _NONE
    DELETE_REQUESTS = "delete requests softly", _ALL, _ALL, _OWN, _OWN
