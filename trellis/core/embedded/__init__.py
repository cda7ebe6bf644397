"""A PostgreSQL server of our own, with pgvector, from a wheel. Imports no Django."""

from trellis.core.embedded.cluster import Cluster
from trellis.core.embedded.errors import ClusterInUseError, EmbeddedError
from trellis.core.embedded.throwaway import throwaway_cluster

__all__ = ["Cluster", "ClusterInUseError", "EmbeddedError", "throwaway_cluster"]
