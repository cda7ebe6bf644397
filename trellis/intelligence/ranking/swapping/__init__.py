"""The same application of somebody else: what must not count is another, all else stays."""
