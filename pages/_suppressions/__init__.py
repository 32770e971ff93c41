"""The parts of the page Suppression list."""
