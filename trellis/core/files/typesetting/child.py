"""The program of a child process that sets one document: from JSON on its stdin to a PDF on its stdout.

`setting.py` runs it as a script: `child.py TEMPLATE PARENT LIBRARY FONTS…`. It loads Typst and nothing of
Trellis. What it is given is data: the template reads it, and nothing in it is ever run.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_MEMORY, _CPU_SECONDS, _LARGEST = 1024**3, 10, 16 * 1024 * 1024


def main(template: str, fonts: list[str]) -> int:
    """Set the document: accessible by PDF/UA, without that where a sign is in no font."""
    import typst

    given: dict[str, Any] = json.load(sys.stdin.buffer)
    compiler = typst.Compiler(
        input=template,
        root=Path(template).parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(given["data"], ensure_ascii=False)},
    )
    try:
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=given["made_at"])
    except typst.TypstError:
        made = compiler.compile(format="pdf", timestamp=given["made_at"])
    if not isinstance(made, bytes):
        return 1
    sys.stdout.buffer.write(made)
    return 0


def _limit(parent_pid: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    # The parent may have died before the request: then no signal will ever come.
    if os.getppid() != parent_pid:
        sys.exit(1)
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST, _LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit(int(sys.argv[2]))
    # At the end: the standard library comes first, whatever lies beside Typst.
    sys.path.append(sys.argv[3])
    sys.exit(main(sys.argv[1], sys.argv[4:]))
