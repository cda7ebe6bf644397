"""What the command tells an operator instead of a traceback."""


class LauncherError(Exception):
    """Trellis cannot start or go on; the message says why, and what to do, in one sentence."""


class StopRequestedError(Exception):
    """The operator asked to stop while something was still starting."""
