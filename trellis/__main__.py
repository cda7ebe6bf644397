"""`python -m trellis` is the command `trellis`."""

import sys

from trellis.launcher.cli import main

sys.exit(main())
