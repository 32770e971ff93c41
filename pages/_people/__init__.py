"""The parts of the screens People and Companies."""
