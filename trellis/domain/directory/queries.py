"""The members directory: who is in it, and what that makes of an account (the Mansa document's roles)."""

from dataclasses import dataclass

from django.db.models import Q

from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry


@dataclass(frozen=True)
class Roles:
    """What somebody is in the mentorship programme."""

    is_mentor: bool
    is_mentee: bool

    @property
    def role_name(self) -> str:
        """`mentor`, `mentee`, `mentor_mentee`, or `user` for neither."""
        if self.is_mentor and self.is_mentee:
            return "mentor_mentee"
        if self.is_mentor:
            return "mentor"
        return "mentee" if self.is_mentee else "user"


NEITHER = Roles(is_mentor=False, is_mentee=False)


def roles_of(membershiptype: str) -> Roles:
    """Return the roles that a membership type stands for; one that names neither makes a mentee.

    The words are looked for in it, in any case: "Senior mentor" is a mentor, "mentor, mentee" both.
    """
    words = membershiptype.strip().lower()
    is_mentor = "mentor" in words
    is_mentee = "mentee" in words or words == "student"
    return Roles(is_mentor=is_mentor, is_mentee=is_mentee or not is_mentor)


def entry_of(user: User) -> DirectoryEntry | None:
    """Return the account's row of the directory.

    That is the row that its e-mail login has linked; before the first one, the row with its address,
    if the account has proven that the address is its own.
    """
    rows = Q(user=user)
    if user.email_verified_at is not None:
        rows |= Q(user=None, email__iexact=user.email)
    # The linked row first: NULL sorts last.
    return DirectoryEntry.objects.filter(rows).order_by("user_id").first()


def roles_for(user: User) -> Roles:
    """Return the roles of an account as the directory has them now.

    A membership that was ended gives none. Without a row, who has a mentor profile is a mentor.
    """
    entry = entry_of(user)
    if entry is not None:
        return roles_of(entry.membershiptype) if entry.is_active else NEITHER
    # The relation of domain.mentorship, which this app may not import, asked for by its name.
    return Roles(is_mentor=User.objects.filter(pk=user.pk, mentor__isnull=False).exists(), is_mentee=False)


def mailbox_of(email: str) -> str | None:
    """Return the address on file that `email` would log in with, or None if nobody's.

    A code goes there and never to what was typed: PostgreSQL may hold two spellings for equal.
    """
    account = User.objects.filter(email__iexact=email).first()
    if account is not None:
        return account.email if account.is_active else None
    entry = DirectoryEntry.objects.filter(email__iexact=email, is_active=True, user=None).first()
    return entry.email if entry is not None else None
