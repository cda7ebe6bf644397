"""What this app publishes."""

from typing import Literal, TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.accounts.models import User

Field = Literal["email", "first_name", "is_active", "is_verified", "last_name"]


class Changed(TypedDict):
    """Which fields were set; what they say now is the account's."""

    fields: list[Field]


# Where an account came from, if nobody asked for it by a form.
Registered = TypedDict("Registered", {"from": Literal["members", "google", "apple", "linkedin"]}, total=False)

user_registered = DomainEvent("user.registered", User, Registered)
account_changed = DomainEvent("user.changed", User, Changed)
email_changed = DomainEvent("user.email_changed", User, Nothing)
password_changed = DomainEvent("user.password_changed", User, Nothing)
email_verified = DomainEvent("user.email_verified", User, Nothing)
