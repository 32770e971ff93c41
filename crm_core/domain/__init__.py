"""The rules. Standard library only: no clock, no database, no network; `now` is a parameter."""
