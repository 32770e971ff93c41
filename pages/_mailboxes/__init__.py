"""The parts of the room Mailboxes."""
