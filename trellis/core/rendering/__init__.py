"""Lists as finished JSON text from PostgreSQL: a plain DRF serializer compiled into one statement.

docs/rendering.md says what it can and cannot do, and what was measured.
"""

from trellis.core.rendering import openapi as openapi
from trellis.core.rendering.errors import UncompilableField
from trellis.core.rendering.fields import Computed, Constant, MediaURL, Milliseconds, Nest
from trellis.core.rendering.page import CompiledPage, compile_page

__all__ = [
    "CompiledPage",
    "Computed",
    "Constant",
    "MediaURL",
    "Milliseconds",
    "Nest",
    "UncompilableField",
    "compile_page",
]
