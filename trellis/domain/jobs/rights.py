"""What members of an organization may do about its job posts and who applies for them."""

from trellis.domain.organizations import rights
from trellis.domain.organizations.rights import Grant

_ALL, _NONE = Grant.ALL, Grant.NONE


class Right(rights.Right):
    """What may be done about job posts and applications."""

    # right, and how far it reaches for owner, admin, manager, staff
    READ_JOBS = "read the organization's job posts, closed ones too", _ALL, _ALL, _ALL, _ALL
    POST_JOBS = "post, change, close and delete jobs", _ALL, _ALL, _ALL, _NONE
    READ_APPLICATIONS = "read applications, and the profiles of who has applied", _ALL, _ALL, _ALL, _ALL
    DECIDE_APPLICATIONS = "decide on applications, rank candidates", _ALL, _ALL, _ALL, _NONE
