"""Why data is not given, or an account not erased. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Conflict, Invalid, NotYet, Stale


class NoData(Absent):
    """There is no export of this account, or it has expired, or its file is gone."""


class DataNotReady(NotYet):
    """The export is still being written, or failed."""

    sentence = "Your data is not ready yet."


class Overtaken(Stale):
    """The export is gone while a worker writes it."""


class OnlyOwner(Conflict):
    """Organizations would be left without an owner; the sentence names them."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"You are the only owner of {', '.join(names)}. "
            "Make somebody else an owner first, then close your account."
        )
        self.names = names


class NotTheirs(Absent):
    """There is no such account, or not for who asks."""


class DeadLink(Invalid):
    """The link that keeps an account is forged, cut short, used, or too late: all are one."""

    field = "token"
    sentence = "This link is not valid, or it is too late: it works for 14 days, and once."
