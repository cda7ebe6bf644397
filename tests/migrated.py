"""The files of a server with two template databases, one of them migrated, kept from run to run.

They lie in `build/` under a name made of all that they come from, so that a changed migration makes new
ones and an unchanged one is not run again.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from trellis.core.embedded.cluster import Cluster

TEMPLATE = "trellis_template"
# With the roles' rights and no table: who looks at one migration is there sooner forward than back.
EMPTY = "trellis_empty"
_ROOT = Path(__file__).resolve().parents[1]
_KEPT = _ROOT / "build" / "tests"
_OLD_SECONDS = 24 * 3600
# Files and folders whose content decides what a migrated database has in it, rights and types included.
_SOURCES = ("migrations", "models.py", "models", "apps.py", "embedded", "settings.py", "toy", "migrated.py")


def put_migrated_files(cluster: Cluster) -> None:
    """Give a server that never ran the files of one with a migrated template database."""
    kept = _KEPT / f"postgresql-{_fingerprint()}"
    if not kept.exists():
        with cluster:
            _migrate(cluster)
        _keep(cluster.data_dir, kept)
    else:
        os.utime(kept)
        _copy(kept, cluster.data_dir)


def _fingerprint() -> str:
    content = hashlib.sha256((_ROOT / "requirements" / "dev.txt").read_bytes())
    for path in sorted(_sources()):
        content.update(str(path.relative_to(_ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for folder in ("trellis", "tests"):
        for path in (_ROOT / folder).rglob("*.py"):
            if not {*path.relative_to(_ROOT).parts}.isdisjoint(_SOURCES):
                yield path


def _migrate(cluster: Cluster) -> None:
    cluster.create_database(EMPTY)
    cluster.create_database(TEMPLATE)
    owner = cluster.url(role="trellis_owner", database=TEMPLATE)
    migration = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--run-syncdb", "--verbosity=0"],
        check=False,
        capture_output=True,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": owner},
    )
    if migration.returncode:
        raise RuntimeError(f"The migrations failed:\n{migration.stderr}")
    with psycopg.connect(owner) as connection:
        # Only tests tell the planner what is in the tables.
        connection.execute("GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO trellis_app")


def _keep(data_dir: Path, kept: Path) -> None:
    """Copy the files of a stopped server; they appear whole or not at all."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    for old in _KEPT.iterdir():
        if time.time() - old.stat().st_mtime > _OLD_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=_KEPT))
    _copy(data_dir, unfinished / "postgresql")
    os.utime(unfinished / "postgresql")
    with contextlib.suppress(OSError):  # another run was quicker
        (unfinished / "postgresql").rename(kept)
    shutil.rmtree(unfinished)


def _copy(source: Path, target: Path) -> None:
    # Unlike Python's own copies this one keeps the owner, who for root is another user.
    subprocess.run(["cp", "-a", source, target], check=True)
