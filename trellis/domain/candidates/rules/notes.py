"""Who may change a note."""

from trellis.domain.candidates.models import Note
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role


def may_change(note: Note, *, user_id: int, member: Membership | None) -> bool:
    """Tell whether who reads a note may change it: its author, and who leads the organization whose it is.

    Else nobody could, once the author has left.
    """
    if note.author_id == user_id:
        return True
    is_theirs = member is not None and member.organization_id == note.organization_id
    return is_theirs and member is not None and member.role in (Role.OWNER, Role.ADMIN)
