"""The environment variables of Trellis: declared in one table, read in one place, without Django."""

from trellis.config.environment.reading import BadEnvironmentError, read

__all__ = ["BadEnvironmentError", "read"]
