"""The parts of the screen Import leads."""
