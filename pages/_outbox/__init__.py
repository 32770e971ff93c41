"""The parts of the screen Outbox."""
