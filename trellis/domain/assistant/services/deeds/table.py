"""What each kind of act is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action
from trellis.domain.assistant.rules.acts import ActKind
from trellis.domain.assistant.services.deeds import booking, calling_off, moving, paying, sending

Details = Mapping[str, Any]


@dataclass(frozen=True)
class Deed:
    """How an act is filled in, told before and after, done and taken back; all but the telling may refuse."""

    fill: Callable[[User, Details, datetime], dict[str, Any]]
    preview: Callable[[User, Details], str]
    told: Callable[[User, Details], dict[str, Any]]
    do: Callable[[User, Details, datetime], dict[str, Any]]
    # None where nothing is to be taken back once it is done.
    take_back: Callable[[User, Action, datetime], None] | None = None


DEEDS: dict[ActKind, Deed] = {
    ActKind.SCHEDULE: Deed(booking.fill, booking.preview, booking.told, booking.do, booking.take_back),
    ActKind.CANCEL: Deed(calling_off.fill, calling_off.preview, calling_off.told, calling_off.do),
    ActKind.MOVE: Deed(moving.fill, moving.preview, moving.told, moving.do),
    ActKind.SEND: Deed(sending.fill, sending.preview, sending.told, sending.do, sending.take_back),
    ActKind.PAY: Deed(paying.fill, paying.preview, paying.told, paying.do),
}
