"""The command `trellis`: starts, watches and stops everything that Trellis consists of."""
