"""Groups, what is written in them, and events."""

from trellis.domain.community.models.gatherings import Attendance, Gathering, Occurrence
from trellis.domain.community.models.groups import Ban, Group, Membership
from trellis.domain.community.models.posts import Post, PostReport, Reaction

__all__ = [
    "Attendance",
    "Ban",
    "Gathering",
    "Group",
    "Membership",
    "Occurrence",
    "Post",
    "PostReport",
    "Reaction",
]
