"""What somebody is to be told, before it is a row, a mail or anything else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trellis.core.post.mail import Attachment
from trellis.domain.notifications.rules.kinds import KIND_OF, Channel, Kind

# What title and body are once it has been told so often.
Again = Callable[[int], tuple[str, str]]


@dataclass(frozen=True)
class Link:
    """Where a notice leads, and what it says of the way."""

    label: str
    url: str


@dataclass(frozen=True)
class Notice:
    """What people are told, in words that are the same for all of them.

    `kind` is what happened, `about` what that is for who switches notices on and off: mostly said by
    KIND_OF. What is told again of a `topic` before the first is read is one notice: then `again` says it.
    It waits for nothing after which it would be `needed_by` no more. Its mail leaves at `mail_at` and not
    at once, if it is unread by then, and `unless_online` if its person is not there to see it. `sms` is
    what a phone is sent, of use until `sms_until`.
    """

    kind: str
    title: str
    body: str
    data: Mapping[str, Any] = field(default_factory=dict)
    links: Sequence[Link] = ()
    attachment: Attachment | None = None
    about: Kind | None = None
    topic: str = ""
    again: Again | None = None
    needed_by: datetime | None = None
    mail_at: datetime | None = None
    unless_online: bool = False
    sms: str = ""
    sms_until: datetime | None = None

    @property
    def subject(self) -> Kind:
        """What it is about; raise KeyError for what happened and is in no table."""
        return self.about or KIND_OF[self.kind]

    def leaves(self, channel: Channel, now: datetime) -> datetime | None:
        """Return when it could leave on a channel at the soonest; None where it has nothing to say there."""
        match channel:
            case Channel.EMAIL:
                return max(now, self.mail_at or now)
            case Channel.PUSH:
                return now
            case Channel.SMS:
                return now if self.sms else None
        return None
