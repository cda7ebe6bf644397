"""What can go wrong; each message is one sentence that an operator can act on."""


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot be had; the message says why in one sentence."""


class ClusterInUseError(EmbeddedError):
    """Another live process runs a server on the same data."""
