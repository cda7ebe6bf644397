"""The environment variables that the parts of Trellis are started with."""

from __future__ import annotations

import os

from trellis.config.environment.our_own import SUPERVISED as SUPERVISED
from trellis.config.environment.variables import DEVELOPMENT
from trellis.core.embedded import Cluster
from trellis.core.embedded.bootstrap import OWNER
from trellis.launcher.layout import DataDirectory


def uses_embedded_database() -> bool:
    """Tell whether no outside database was named."""
    return not os.environ.get("DATABASE_URL")


def child_environment(
    *, directory: DataDirectory, cluster: Cluster | None, public_url: str
) -> dict[str, str]:
    """Return the environment of a child of the supervisor; what the operator has set stays."""
    environment = {
        "TRELLIS_ENV": DEVELOPMENT,
        "PYTHONUNBUFFERED": "1",
        **os.environ,
        "TRELLIS_DATA_DIR": str(directory.root),
        SUPERVISED: "1",
    }
    environment["TRELLIS_PUBLIC_URL"] = environment.get("TRELLIS_PUBLIC_URL") or public_url
    if not environment.get("TRELLIS_SECRET_KEY"):
        environment["TRELLIS_SECRET_KEY"] = directory.secret_key()
    if cluster is not None:
        environment |= _addresses(cluster)
        if not environment.get("TRELLIS_VAPID_KEY"):
            environment["TRELLIS_VAPID_KEY"] = directory.push_key()
        if not environment.get("TRELLIS_BADGE_KEY"):
            environment["TRELLIS_BADGE_KEY"] = directory.badge_key()
    return environment


def join_instance(*, directory: DataDirectory) -> None:
    """Let a command that runs apart use the embedded database and the keys of the data directory."""
    if not reach_database(directory=directory):
        return
    if not os.environ.get("TRELLIS_SECRET_KEY"):
        os.environ["TRELLIS_SECRET_KEY"] = directory.secret_key()
    if not os.environ.get("TRELLIS_VAPID_KEY"):
        os.environ["TRELLIS_VAPID_KEY"] = directory.push_key()
    if not os.environ.get("TRELLIS_BADGE_KEY"):
        os.environ["TRELLIS_BADGE_KEY"] = directory.badge_key()


def reach_database(*, directory: DataDirectory) -> bool:
    """Let this process use the embedded database of the data directory; tell whether it does."""
    settle_in(directory)
    if os.environ.get(SUPERVISED) or not uses_embedded_database():
        return False
    cluster_dir = directory.cluster_dir()
    if not cluster_dir.exists():
        return False
    os.environ.update(_addresses(Cluster(cluster_dir)))
    return True


def settle_in(directory: DataDirectory) -> None:
    """Have the settings, which are read later, take this data directory."""
    os.environ["TRELLIS_DATA_DIR"] = str(directory.root)


def owner_url() -> str:
    """Return the address of the database for the role that owns the tables."""
    return os.environ.get("TRELLIS_OWNER_DATABASE_URL") or os.environ["DATABASE_URL"]


def key_of(directory: DataDirectory) -> str:
    """Return the secret key of the instance, or an empty string where it has none yet."""
    return os.environ.get("TRELLIS_SECRET_KEY") or directory.kept_secret_key()


def push_key_of(directory: DataDirectory) -> str:
    """Return the instance's key for push services, or an empty string where it has none."""
    return os.environ.get("TRELLIS_VAPID_KEY") or directory.kept_push_key()


def place_of_key(directory: DataDirectory) -> str:
    """Say where the secret key is."""
    is_set = os.environ.get("TRELLIS_SECRET_KEY")
    return "the variable TRELLIS_SECRET_KEY" if is_set else str(directory.secret_key_path)


def without_libpq() -> dict[str, str]:
    """Return our environment without the variables that say to libpq where a database is."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _addresses(cluster: Cluster) -> dict[str, str]:
    return {
        "DATABASE_URL": cluster.url(),
        "TRELLIS_OWNER_DATABASE_URL": cluster.url(role=OWNER),
    }
