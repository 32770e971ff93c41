"""What can be seen: each view answers one page or route in one or two queries, as frozen values."""
