"""What a membership makes of somebody in the mentorship programme (the Mansa document's roles)."""

from dataclasses import dataclass


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
