"""What this app publishes."""

from typing import Literal, TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.accounts.models import User

# Where an account came from, if nobody asked for it by a form.
Registered = TypedDict("Registered", {"from": Literal["members"]}, total=False)

user_registered = DomainEvent("user.registered", User, Registered)
email_verified = DomainEvent("user.email_verified", User, Nothing)
