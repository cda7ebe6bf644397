"""What members of an organization may do about what candidates need."""

from trellis.domain.organizations import rights
from trellis.domain.organizations.rights import Grant

_ALL, _OWN, _NONE = Grant.ALL, Grant.OWN, Grant.NONE


class Right(rights.Right):
    """What may be done about needs. Who reads applications reads what is needed for them."""

    # right, and how far it reaches for owner, admin, manager, staff
    ASSIGN_NEEDS = "say who meets a candidate's need, and until when", _ALL, _ALL, _ALL, _NONE
    MEET_NEEDS = "say that a candidate's need is met", _ALL, _ALL, _ALL, _OWN
