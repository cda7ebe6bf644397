"""WebSockets: what an idle one takes, how soon a message reaches a group, and how many deliveries can be."""
