"""Which signs of a text tell who somebody is, or stand for it."""
