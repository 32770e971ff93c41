"""The parts of the screen Inbox."""
