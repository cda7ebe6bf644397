"""The name under which migrations, which are never rewritten, know how uploads are named."""

from trellis.core.files.uploads import upload_path

__all__ = ["upload_path"]
