"""`trellis backup` and `trellis restore`: everything of an instance but its key, in one file."""
