"""The process in which models compute, and who asks it."""

# The code by which it says that it has not got what it takes.
NOT_INSTALLED = "not_installed"
