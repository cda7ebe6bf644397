"""What members of an organization may do about video sessions."""

from trellis.domain.organizations import rights
from trellis.domain.organizations.rights import Grant

_ALL, _OWN, _NONE = Grant.ALL, Grant.OWN, Grant.NONE


class Right(rights.Right):
    """What may be done about video sessions."""

    # right, and how far it reaches for owner, admin, manager, staff
    READ_INTERVIEWS = "read video sessions and scorecards, join, leave, mute, score", _ALL, _ALL, _ALL, _ALL
    MANAGE_INTERVIEWS = "create and change video sessions, invite, record", _ALL, _ALL, _ALL, _NONE
    DELETE_INTERVIEWS = "end and delete video sessions", _ALL, _ALL, _OWN, _NONE
