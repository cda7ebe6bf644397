"""Files that strangers send: read in child processes, which have little memory and little time."""
