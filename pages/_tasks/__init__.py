"""The parts of the screen Tasks."""
