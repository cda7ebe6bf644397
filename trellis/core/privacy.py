"""What a table holds of a person: what an export gives them, and what an erasure takes away.

Every model says it in its attribute `privacy`; LIBRARIES says it of tables that are not ours. A way to an
account is fields joined by `__`, as in a queryset: `user`, `talent__user`, `pk` of the account itself. An
account that is erased stays, emptied, so that what must be kept keeps its foreign keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Ways = str | tuple[str, ...]
# In the place of a way: the text goes where the account's address stands in it.
NAMED = "named in it"
# Why much of what is withheld is.
OPENS_DOORS = "opens the account to whoever has it"


@dataclass(frozen=True)
class Own:
    """Rows that belong to one account: they go with it, files and all, unless `stays` says why they cannot.

    They are found by `account`, a way to it; by `address`, a column with the e-mail address or phone number
    of somebody who may have no account; or by `inside`, a column that holds the account's key among others.
    `erased` names the columns with personal values, `kept` others with why they may stay, `mentions` those
    that may name others too, `withheld` those that an export names and does not give, and why.
    """

    account: str = ""
    erased: tuple[str, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    inside: str = ""
    stays: str = ""
    mentions: tuple[str, ...] = ()

    @property
    def accounts(self) -> tuple[str, ...]:
        """The ways to the accounts."""
        return (self.account,) if self.account else ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns that hold addresses or keys of accounts, or name people."""
        return tuple(each for each in (self.address, self.inside, *self.mentions) if each)

    @property
    def columns(self) -> frozenset[str]:
        """All columns of which something is said."""
        return frozenset((*self.erased, *self.kept))


@dataclass(frozen=True)
class Shared:
    """Rows between people, or between a person and an organization: they stay when one of them goes.

    `accounts` are the ways to them, `addresses` ways to columns with the address of one who may have no
    account. `erased` says of each column with whom its text goes: one of these ways, several, or NAMED. It is
    in an export for who is at the end of the first of them, whose words it is; `words` says where these are
    others', or nobody's. `then` is set where a text goes, since a constraint ties it to that.
    """

    accounts: tuple[str, ...]
    erased: Mapping[str, Ways] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    words: Mapping[str, Ways] = field(default_factory=dict)
    then: Mapping[str, object] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns that hold addresses, or name people."""
        return (*self.addresses, *self.mentions)

    @property
    def columns(self) -> frozenset[str]:
        """All columns of which something is said."""
        return frozenset((*self.erased, *self.kept))

    @property
    def ways(self) -> tuple[str, ...]:
        """All ways to people."""
        return (*self.accounts, *self.addresses)

    def speakers(self, column: str) -> tuple[str, ...]:
        """Return the ways to those whose words a column holds."""
        ways = (
            as_ways(self.words[column]) if column in self.words else as_ways(self.erased.get(column, ()))[:1]
        )
        return tuple(way for way in ways if way != NAMED)

    @property
    def leavers(self) -> frozenset[str]:
        """The ways by which texts go, or that say whose words they are."""
        return frozenset(
            way for each in (self.erased, self.words) for ways in each.values() for way in as_ways(ways)
        )


@dataclass(frozen=True)
class Nobody:
    """Rows that hold nothing of a person, and why that is so."""

    why: str


Privacy = Own | Shared | Nobody


def as_ways(ways: Ways) -> tuple[str, ...]:
    """Return one way, or several, as a tuple."""
    return ways if isinstance(ways, tuple) else (ways,)


LIBRARIES: dict[str, Privacy] = {
    "admin.LogEntry": Shared(
        ("user",),
        erased={"object_repr": NAMED, "change_message": NAMED},
        kept={"object_id": "says what was changed: the back office answers for it"},
        mentions=("object_repr", "change_message"),
    ),
    "auth.Group": Nobody("names of roles in the back office"),
    "auth.Permission": Nobody("made of the names of tables"),
    "contenttypes.ContentType": Nobody("names of tables"),
    "procrastinate.ProcrastinateEvent": Nobody("when a job came how far"),
    "procrastinate.ProcrastinateJob": Nobody("arguments of tasks are keys of rows"),
    "procrastinate.ProcrastinatePeriodicDefer": Nobody("when the clock ran which task"),
    "procrastinate.ProcrastinateWorker": Nobody("when a worker was last heard"),
    "sessions.Session": Own(
        inside="session_data",
        erased=("session_key", "session_data"),
        withheld=dict.fromkeys(("session_key", "session_data"), OPENS_DOORS),
    ),
}
