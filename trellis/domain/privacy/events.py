"""What this app publishes: that people took their data, and left. None names anybody who is gone."""

from typing import TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.accounts.models import User
from trellis.domain.privacy.models import DataExport


class Asked(TypedDict):
    """Whether the account's owner asked for it themselves, or staff did."""

    by_staff: bool


data_requested = DomainEvent("data.requested", DataExport, Nothing)
data_downloaded = DomainEvent("data.downloaded", DataExport, Nothing)
erasure_begun = DomainEvent("user.erasure_begun", User, Asked)
account_kept = DomainEvent("user.kept", User, Nothing)
account_erased = DomainEvent("user.erased", User, Nothing)
