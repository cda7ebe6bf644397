"""`trellis ledger verify`: the books of an instance or of an archive, reckoned anew."""
