"""`learning/…` of SOOSH."""
