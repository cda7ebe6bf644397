"""The environment variables that the parts of Trellis are started with."""

from __future__ import annotations

import os

from trellis.config.environment.table import DEVELOPMENT
from trellis.config.environment.table import SUPERVISED as SUPERVISED
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
    return environment


def join_instance(*, directory: DataDirectory) -> None:
    """Let a command that runs apart use the embedded database and the key of the data directory."""
    os.environ["TRELLIS_DATA_DIR"] = str(directory.root)
    if os.environ.get(SUPERVISED) or not uses_embedded_database():
        return
    cluster_dir = directory.cluster_dir()
    if cluster_dir.exists():
        os.environ.update(_addresses(Cluster(cluster_dir)))
        if not os.environ.get("TRELLIS_SECRET_KEY"):
            os.environ["TRELLIS_SECRET_KEY"] = directory.secret_key()


def _addresses(cluster: Cluster) -> dict[str, str]:
    return {
        "DATABASE_URL": cluster.url(),
        "TRELLIS_OWNER_DATABASE_URL": cluster.url(role=OWNER),
    }
