"""What people are told, how and on which browsers they want to be, and what is held back until later."""

from trellis.domain.notifications.models.notification import Notification
from trellis.domain.notifications.models.numbering import Numbering
from trellis.domain.notifications.models.preferences import Preferences
from trellis.domain.notifications.models.subscriptions import PushSubscription
from trellis.domain.notifications.models.waiting import Waiting

__all__ = ["Notification", "Numbering", "Preferences", "PushSubscription", "Waiting"]
