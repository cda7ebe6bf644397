"""The command line: `trellis up`, `serve`, `worker`, `models`, `prepare`, `backup`, `restore`, `ledger` …"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trellis.config.environment import BadEnvironmentError
from trellis.config.environment.bold import bold_settings
from trellis.config.environment.our_own import SUPERVISED
from trellis.config.environment.production import read_safe
from trellis.config.environment.variables import PRODUCTION
from trellis.core.embedded.errors import EmbeddedError
from trellis.launcher.errors import LauncherError

_OLDEST_PYTHON = (3, 11)
_STARTS = frozenset({"up", "serve", "worker", "models"})
# So many new objects before garbage is looked for. Python's 700 took a fifth of every start, for what is
# loaded stays; what is thrown away in circles comes to a few megabytes until then.
_OBJECTS = 50_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; what goes wrong is one sentence on stderr."""
    gc.set_threshold(_OBJECTS)
    try:
        _check_platform()
        _run(list(sys.argv[1:] if argv is None else argv))
    except (LauncherError, EmbeddedError, BadEnvironmentError) as error:
        print(f"trellis: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _check_platform() -> None:
    if sys.version_info < _OLDEST_PYTHON:
        raise LauncherError(f"Trellis needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if os.name != "posix":
        raise LauncherError("Trellis runs on Linux and macOS; on Windows use it inside WSL.")


def _run(argv: list[str]) -> None:
    # Beside the embedded database a good key is kept; who shares a database must share a key.
    values = read_safe(os.environ, keeps_keys=not os.environ.get("DATABASE_URL"))
    # Django parses the options of its own commands.
    if argv[:1] == ["manage"]:
        _manage(argv[1:])
        return
    parser = _parser(values)
    options, rest = parser.parse_known_args(argv)
    if rest and options.command != "worker":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if options.command in _STARTS:
        _say_what_is_bold(values)
    if options.command == "up":
        _up(options)
    elif options.command == "serve":
        _serve(options, values)
    elif options.command == "worker":
        _worker(options, rest, values)
    elif options.command == "models":
        _models(options, values)
    elif options.command == "backup":
        _backup(options)
    elif options.command == "restore":
        _restore(options)
    elif options.command == "ledger":
        _verify_ledger(options)
    else:
        _prepare(options)


def _say_what_is_bold(values: Mapping[str, Any]) -> None:
    # What `trellis up` starts need not say again what it has said.
    for sentence in [] if values[SUPERVISED] else bold_settings(values):
        print(f"Bold: {sentence}", file=sys.stderr)


def _up(options: argparse.Namespace) -> None:
    from trellis.launcher.up import Options, up

    up(Options(host=options.host, port=options.port, data_dir=options.data_dir, demo=options.demo))


def _serve(options: argparse.Namespace, values: Mapping[str, Any]) -> None:
    _join(options.data_dir)
    from trellis.launcher.serve import serve

    _hold_wall(values)
    serve(host=options.host, port=options.port, workers=options.workers)


def _worker(options: argparse.Namespace, arguments: list[str], values: Mapping[str, Any]) -> None:
    _join(options.data_dir)
    from trellis.launcher.django_commands import work

    _hold_wall(values)
    work(arguments)


def _models(options: argparse.Namespace, values: Mapping[str, Any]) -> None:
    from trellis.launcher.layout import DataDirectory
    from trellis.launcher.models import models

    models(directory=DataDirectory(options.data_dir), data=Path(values["TRELLIS_MODELS_DIR"]))


def _prepare(options: argparse.Namespace) -> None:
    _join(options.data_dir)
    from trellis.launcher.prepare import prepare

    prepare(demo=options.demo)


def _hold_wall(values: Mapping[str, Any]) -> None:
    from trellis.launcher.walls import hold_wall

    # Of what `trellis up` starts, `prepare` has looked.
    if os.environ.get("DATABASE_URL") and not values[SUPERVISED]:
        hold_wall(os.environ["DATABASE_URL"], is_production=values["TRELLIS_ENV"] == PRODUCTION)


def _backup(options: argparse.Namespace) -> None:
    from trellis.launcher.archive.backup import backup
    from trellis.launcher.layout import DataDirectory

    backup(file=options.file.absolute(), directory=DataDirectory(options.data_dir))


def _restore(options: argparse.Namespace) -> None:
    from trellis.launcher.archive.restore import restore
    from trellis.launcher.layout import DataDirectory

    restore(
        file=options.file.absolute(),
        directory=DataDirectory(options.data_dir),
        overwrite=options.overwrite,
        other_key=options.other_key,
    )


def _verify_ledger(options: argparse.Namespace) -> None:
    from trellis.launcher.layout import DataDirectory
    from trellis.launcher.ledger.verify import verify_ledger
    from trellis.launcher.ledger.verifying import Head

    verify_ledger(
        file=options.file and options.file.absolute(),
        head=options.head and Head(*options.head),
        directory=DataDirectory(options.data_dir),
    )


def _manage(arguments: list[str]) -> None:
    _join(None)
    from trellis.launcher.django_commands import manage

    manage(arguments)


def _join(data_dir: str | None) -> None:
    from trellis.launcher.environment import join_instance
    from trellis.launcher.layout import DataDirectory

    join_instance(directory=DataDirectory(data_dir))


def _parser(values: Mapping[str, Any]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="trellis", description="One talent platform that speaks five APIs.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = _add(commands, "up", "run everything: database, web server, job worker, models")
    _add_address(up)
    _add_demo(up)
    serve = _add(commands, "serve", "run the web server alone")
    _add_address(serve)
    serve.add_argument(
        "--workers", type=int, default=values["TRELLIS_WEB_WORKERS"], help="web processes (%(default)s)"
    )
    _add(commands, "worker", "run the job worker alone; takes procrastinate's options too")
    _add(commands, "models", "run the models alone, which the web servers and workers of a machine ask")
    prepare = _add(commands, "prepare", "migrate the database and load the demo data")
    _add_demo(prepare)
    backup = _add(commands, "backup", "write database and files into one archive, also while Trellis runs")
    backup.add_argument("file", metavar="FILE", type=Path, help="the archive, which must not be there yet")
    _add_restore(commands)
    _add_ledger(commands)
    commands.add_parser("manage", help="run a management command of Django")
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=summary, description=summary)
    command.add_argument(
        "--data-dir", metavar="DIR", help="where data are kept (TRELLIS_DATA_DIR, or .trellis here)"
    )
    return command


def _add_restore(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    restore = _add(commands, "restore", "put an archive back while Trellis is stopped")
    restore.add_argument("file", metavar="FILE", type=Path, help="an archive that `trellis backup` wrote")
    restore.add_argument("--overwrite", action="store_true", help="remove what is there first")
    restore.add_argument("--other-key", action="store_true", help="take an archive of another secret key")


def _add_ledger(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    summary = "look after the ledger"
    ledger = commands.add_parser("ledger", help=summary, description=summary)
    verbs = ledger.add_subparsers(required=True, metavar="VERB")
    verify = _add(
        verbs, "verify", "reckon every hash, seal and balance anew, and print the head of the seals"
    )
    verify.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        nargs="?",
        help="an archive; without one, the database of the instance",
    )
    verify.add_argument(
        "--head", metavar="N:ROOT", type=_head, help="a head printed earlier, which must be there as it was"
    )


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    command.add_argument("--port", type=_port, default=8000, help="port (%(default)s)")


def _add_demo(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-demo", dest="demo", action="store_false", help="do not load the demo data")


def _head(text: str) -> tuple[int, bytes]:
    number, _, root = text.partition(":")
    try:
        return int(number), bytes.fromhex(root)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no head, such as 12:ab34…") from None


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError(f"{port} is not a port (1 to 65535)")
    return port
