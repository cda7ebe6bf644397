"""Texts spoken by eSpeak NG, each in a child process of its own."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from trellis.core.files.data import DataError, DataFile
from trellis.intelligence.speech import child
from trellis.intelligence.speech.waves import as_wav

_FOLDER = "espeakng_loader"
_DATA = {
    "phontab": "1b40690667e1e9aa1ba5e5234773c799e7e72ea751426e5150423d53c3f24fa2",
    "phondata": "a0b643b155cb6b12628d9e7865b57d9fca0d35844614f2594a5e009c80c80bb4",
    "phonindex": "384e5fa6f714ba5356c58008249b78699c31c1ad044b243068d263fb806b7d73",
    "intonations": "031a105bf6bb2ebcd73a2c579ccfb42469b27266db0078af65ae298fd3588b21",
    "en_dict": "1053f74a34af38abb6fbd64b7838dacbc655a687c48ce1bb663d364a127b05de",
    "lang/gmw/en-US": "41534c2a22df5dd4f1052ff9e1a33a3ea7bff5a26b5c02bdad5ba8ddb7524704",
}
_LIBRARIES = {
    ("Linux", "x86_64"): "b15ce0803b26254e8a0d088c6b9281a2637b2b02613147cc320cfdefaf2c3ccf",
    ("Linux", "aarch64"): "fe3022609ec80d5f740e046ceb8a0039225fd3de177d99f918858059095b8729",
    ("Darwin", "arm64"): "bb635eee1ee9c456f4a5cf06fb6cb352ecdd4d61e1951743b423ef22bb57f470",
    ("Darwin", "x86_64"): "d6a7203a3d84c384c5932c468a4d2645b2e7c42613af4e25a621336ab4c1f02a",
}
_VOICE = "en-us"
_SECONDS = 10.0


class SilentChild(Exception):
    """The child ended without having spoken."""


@dataclass(frozen=True, slots=True)
class Espeak:
    """The library and its data, both known."""

    library: Path
    data: Path

    @classmethod
    def load(cls, directory: Path) -> Espeak:
        """Find both in the directory of data; raise DataError."""
        machine = (platform.system(), platform.machine())
        if machine not in _LIBRARIES:
            raise DataError(f"There is no speech for {' on '.join(machine)}.")
        suffix = "dylib" if machine[0] == "Darwin" else "so"
        library = DataFile(f"{_FOLDER}/libespeak-ng.{suffix}", _LIBRARIES[machine]).found(directory)
        for name, digest in _DATA.items():
            DataFile(f"{_FOLDER}/espeak-ng-data/{name}", digest).found(directory)
        return cls(library, library.parent / "espeak-ng-data")

    def spoken(self, text: str) -> bytes:
        """Return the text as a WAV file; raise SilentChild."""
        program = [sys.executable, "-I", "-S", "-B", str(child.__file__)]
        arguments = [str(self.library), str(self.data), _VOICE, str(os.getpid())]
        try:
            done = subprocess.run(  # noqa: S603
                [*program, *arguments],
                input=text.encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=_SECONDS,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            raise SilentChild from None
        rate, _, samples = done.stdout.partition(b"\n")
        return as_wav(samples, rate=int(rate))
