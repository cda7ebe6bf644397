"""What people are told, how they want to be told, and what is held back for them until later."""

from trellis.domain.notifications.models.notification import Notification
from trellis.domain.notifications.models.numbering import Numbering
from trellis.domain.notifications.models.preferences import Preferences
from trellis.domain.notifications.models.waiting import Waiting

__all__ = ["Notification", "Numbering", "Preferences", "Waiting"]
