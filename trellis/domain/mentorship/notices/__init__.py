"""What the two people of a session are told when something happens to it, or to what is paid for it."""
