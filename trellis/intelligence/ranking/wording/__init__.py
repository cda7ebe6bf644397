"""Words of applications and of criteria as they are compared."""
