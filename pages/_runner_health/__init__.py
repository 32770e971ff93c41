"""The parts of the screen Runner health."""
