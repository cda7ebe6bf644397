"""The program of a child process that speaks one text: from its stdin to samples on its stdout.

`espeak.py` runs it as a script: `child.py LIBRARY DATA VOICE PARENT`. eSpeak NG is under the GPL; it is
loaded here and in no other process, and nothing of Trellis is.
"""

import ctypes
import os
import resource
import signal
import sys
from typing import Any

_PR_SET_PDEATHSIG = 1
_MEMORY, _CPU_SECONDS = 256 * 1024 * 1024, 5
# Of eSpeak's own header, speak_lib.h.
_SYNCHRONOUS, _DO_NOT_EXIT, _UTF8, _BY_CHARACTER = 2, 0x8000, 1, 1
_RATE, _WORDS_A_MINUTE = 1, 160


def main(library: str, data: str, voice: str, parent_pid: int) -> int:
    """Speak; first comes the line that says how many samples a second there are."""
    _limit(parent_pid)
    espeak = ctypes.CDLL(library)
    rate = espeak.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), _DO_NOT_EXIT)
    if rate <= 0 or espeak.espeak_SetVoiceByName(voice.encode()) != 0:
        return 1
    espeak.espeak_SetParameter(_RATE, _WORDS_A_MINUTE, 0)
    spoken = bytearray()

    def keep(samples: Any, count: int, _: Any) -> int:
        if samples and count > 0:
            spoken.extend(ctypes.string_at(samples, 2 * count))
        return 0

    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    kept = kind(keep)  # named, so that it lives for as long as it is called
    espeak.espeak_SetSynthCallback(kept)
    text = sys.stdin.buffer.read() + b"\0"
    size = ctypes.c_size_t(len(text))
    if espeak.espeak_Synth(text, size, 0, _BY_CHARACTER, 0, _UTF8, None, None) != 0:
        return 1
    sys.stdout.buffer.write(b"%d\n" % rate + spoken)
    return 0


def _limit(parent_pid: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    # The parent may have died before the request: then no signal will ever come.
    if os.getppid() != parent_pid:
        sys.exit(1)
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(given[0], given[1], given[2], int(given[3])))
