"""Kills a part of a running Trellis between what the gateway does and its answer."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import chain
from random import Random
from threading import Event, Lock, Timer
from time import time

import psutil

from tests.launcher.support import Up, web_processes
from tests.stripe_fake.server import Asked
from trellis.core.processes import end_processes, wait_until
from trellis.launcher.services import QUICK_DEATH_SECONDS


class Part(Enum):
    """What is killed: whoever asks the gateway just then, or the database under their feet."""

    WEB = auto()
    WORKER = auto()
    DATABASE = auto()


class Moment(Enum):
    """When: once the gateway has done this, and nobody knows; or while it tells something by itself."""

    CREATE = auto()
    LOOK = auto()
    CANCEL = auto()
    REFUND = auto()
    TELL = auto()


# In turns. The worker alone cancels what nobody wants any more, and refunds what is called off at Mansa.
TURNS = (
    (Part.WEB, Moment.CREATE),
    (Part.DATABASE, Moment.LOOK),
    (Part.WORKER, Moment.REFUND),
    (Part.WEB, Moment.REFUND),
    (Part.DATABASE, Moment.CREATE),
    (Part.WORKER, Moment.CANCEL),
    (Part.WEB, Moment.LOOK),
    (Part.DATABASE, Moment.REFUND),
    (Part.WEB, Moment.TELL),
    (Part.DATABASE, Moment.CANCEL),
    (Part.DATABASE, Moment.TELL),
)
_SOON = 0.03


@dataclass
class Trap:
    """Waits for its moment and kills, once; then it can be set again."""

    up: Up
    chance: Random
    sprung: Event = field(default_factory=Event)
    _part: Part = Part.WEB
    _moment: Moment = Moment.CREATE
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.sprung.set()

    def set(self, part: Part, moment: Moment) -> None:
        """Kill this part at the next such moment."""
        if part is Part.WORKER:
            # The launcher takes a few early deaths in a row for a fault.
            assert wait_until(self._has_an_old_worker, timeout=120), self.up.account()
        with self._lock:
            self._part, self._moment = part, moment
            self.sprung.clear()

    def between(self, asked: Asked) -> None:
        """Look at who waits for an answer of the gateway's."""
        with self._lock:
            if self.sprung.is_set() or self._moment is not _moment_of(asked):
                return
            victims = self._victims(asked)
            if victims:
                end_processes(victims, steps=[(signal.SIGKILL, 5.0)])
                self.sprung.set()

    def tells(self) -> None:
        """Have the gateway begin to tell something: whoever takes it in is killed soon."""
        with self._lock:
            if not self.sprung.is_set() and self._moment is Moment.TELL:
                self.sprung.set()
                Timer(self.chance.uniform(0, _SOON), self._kill_soon, [self._part]).start()

    def _kill_soon(self, part: Part) -> None:
        victims = web_processes(self.up) if part is Part.WEB else self._database()
        end_processes(victims, steps=[(signal.SIGKILL, 5.0)])

    def _victims(self, asked: Asked) -> list[psutil.Process]:
        if self._part is Part.DATABASE:
            return self._database()
        try:
            candidates = web_processes(self.up) if self._part is Part.WEB else [self.up.child("worker")]
            return [each for each in candidates if asked.port in _ports_of(each)]
        except (AssertionError, psutil.Error):
            return []  # one that was killed before is just being started again

    def _database(self) -> list[psutil.Process]:
        # The first of them alone, or everyone.
        is_all = self.chance.random() < 0.5
        return [
            process
            for postmaster in self.up.postmasters()
            for process in (postmaster, *(postmaster.children(recursive=True) if is_all else ()))
        ]

    def _has_an_old_worker(self) -> bool:
        try:
            return time() - self.up.child("worker").create_time() > QUICK_DEATH_SECONDS
        except (AssertionError, psutil.Error):
            return False


def _moment_of(asked: Asked) -> Moment | None:
    match asked.method, asked.path.strip("/").split("/")[1:]:
        case "POST", ["payment_intents"]:
            return Moment.CREATE
        case "GET", ["payment_intents", _]:
            return Moment.LOOK
        case "POST", ["payment_intents", _, "cancel"]:
            return Moment.CANCEL
        case "POST", ["refunds"]:
            return Moment.REFUND
    return None


def _ports_of(process: psutil.Process) -> Iterator[int]:
    """Return the ports at which a process, or one below it, waits for answers."""
    family = chain([process], process.children(recursive=True))
    return (end.laddr.port for each in family for end in each.net_connections(kind="tcp"))
