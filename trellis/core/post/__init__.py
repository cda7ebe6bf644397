"""What leaves for people: mail and messages to phones, each a row first and sent by a task."""
