"""The parts of the screen Sequences."""
