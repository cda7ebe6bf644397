"""Web push: messages that a browser shows though no page of ours is open (docs/decisions/push.md)."""
