"""Documents set by Typst, each in a child process of its own."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from trellis.core.files.turns import Busy, turn
from trellis.core.files.typesetting import child
from trellis.core.files.typesetting.fonts import folders_of_fonts

_SECONDS = 20.0


def set_as_pdf(*, template: Path, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """Return a PDF: what the template makes of `data`, which it finds as JSON in `sys.inputs.data`.

    The same data and moment give the same bytes. Raise NoFonts, Busy where too much is being worked on,
    RuntimeError for a fault of ours.
    """
    fonts = folders_of_fonts(settings.MODELS_DIR)
    given = json.dumps({"data": data, "made_at": int(made_at.timestamp())}).encode()
    program = [sys.executable, "-I", "-S", "-B", str(child.__file__)]
    arguments = [str(template), str(os.getpid()), _library(), *map(str, fonts)]
    with turn() as place:
        try:
            done = subprocess.run(  # noqa: S603
                [*program, *arguments],
                input=given,
                capture_output=True,
                # One thread is enough for a page.
                env={"RAYON_NUM_THREADS": "1"},
                pass_fds=[place],
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Busy from None
    if done.returncode != 0:
        raise RuntimeError(f"A document's child failed: {done.stderr[-10_000:].decode(errors='replace')}")
    return done.stdout


@functools.cache
def _library() -> str:
    """Return the folder of Typst, which is looked for and not loaded."""
    found = importlib.util.find_spec("typst")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("typst is not installed.")
    return str(Path(found.origin).parents[1])
