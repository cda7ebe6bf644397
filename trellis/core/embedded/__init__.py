"""A PostgreSQL server of our own, with pgvector, from the binaries of a wheel. Imports no Django."""

from trellis.core.embedded.cluster import Cluster
from trellis.core.embedded.errors import ClusterInUse, EmbeddedError
from trellis.core.embedded.throwaway import throwaway_cluster

__all__ = ["Cluster", "ClusterInUse", "EmbeddedError", "throwaway_cluster"]
