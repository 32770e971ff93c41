"""The parts of the screen Home."""
