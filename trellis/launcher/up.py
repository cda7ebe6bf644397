"""`trellis up`: everything, in the order in which it is needed."""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import dataclass

from trellis.config.environment.variables import PRODUCTION
from trellis.core.embedded import Cluster
from trellis.launcher.environment import child_environment, uses_embedded_database
from trellis.launcher.errors import LauncherError, StopRequestedError
from trellis.launcher.former import end_former_processes
from trellis.launcher.interrupts import Interrupts
from trellis.launcher.layout import DataDirectory
from trellis.launcher.ports import address, ready_answer, refuse_busy_port
from trellis.launcher.progress import Progress
from trellis.launcher.services import Service
from trellis.launcher.supervisor import Supervisor, require_success

_READY_SECONDS = 90.0
_REMINDER_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the operator chose on the command line."""

    host: str
    port: int
    data_dir: str | None
    demo: bool


def up(options: Options) -> None:
    """Run Trellis until it is asked to stop."""
    progress = Progress()
    directory = DataDirectory(options.data_dir)
    directory.create()
    with directory.locked(), Interrupts() as interrupts:
        end_former_processes(directory=directory, host=options.host, port=options.port)
        refuse_busy_port(host=options.host, port=options.port)
        directory.write_processes({})
        cluster = Cluster(directory.place_cluster()) if uses_embedded_database() else None
        supervisor = Supervisor(
            directory=directory, interrupts=interrupts, progress=progress, cluster=cluster
        )
        try:
            with contextlib.suppress(StopRequestedError):
                _run(options, supervisor, progress, directory, cluster)
        finally:
            supervisor.stop()


def _run(
    options: Options,
    supervisor: Supervisor,
    progress: Progress,
    directory: DataDirectory,
    cluster: Cluster | None,
) -> None:
    place = address(host=options.host, port=options.port)
    environment = child_environment(directory=directory, cluster=cluster, public_url=place)
    supervisor.start_database()
    with progress.talkative_step("Preparing the database"):
        prepare = command("prepare", *([] if options.demo else ["--no-demo"]))
        status = supervisor.run_once(prepare, environment=environment)
        require_success(status, what="Preparing the database")
    _start_services(options, supervisor, progress, environment)
    progress.headline(f"Trellis is ready at {place}  (Ctrl-C stops it)")
    if options.demo and environment["TRELLIS_ENV"] != PRODUCTION:
        supervisor.run_once(command("manage", "demo_accounts"), environment=environment)
    supervisor.watch()


def _start_services(
    options: Options, supervisor: Supervisor, progress: Progress, environment: dict[str, str]
) -> None:
    serve = command("serve", "--host", options.host, "--port", str(options.port))
    web = Service(name="The web server", command=serve, environment=environment)
    worker = Service(name="The job worker", command=command("worker"), environment=environment)
    models = Service(name="The models' process", command=command("models"), environment=environment)
    with progress.talkative_step("Starting the web server, the job worker and the models"):
        supervisor.start_services([web, worker, models])
        supervisor.watch(until=_Readiness(options, progress))


def command(*arguments: str) -> list[str]:
    """Return the command line of a part of Trellis."""
    return [sys.executable, "-m", "trellis", *arguments]


class _Readiness:
    """Asks the web server whether it is ready, reminds the operator, and gives up in the end."""

    def __init__(self, options: Options, progress: Progress) -> None:
        self._options = options
        self._progress = progress
        self._started = self._reminded = time.monotonic()

    def __call__(self) -> bool:
        answer = ready_answer(host=self._options.host, port=self._options.port)
        if answer == 200:
            return True
        now = time.monotonic()
        state = "does not answer yet" if answer is None else f"answers {answer} to /readyz"
        if now - self._started > _READY_SECONDS:
            raise LauncherError(f"After {_READY_SECONDS:.0f} seconds the web server {state}.")
        if now - self._reminded > _REMINDER_SECONDS:
            self._reminded = now
            self._progress.say(f"  the web server {state} …")
        return False
