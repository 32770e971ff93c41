"""What can be done: one function an operation, one transaction, permissions checked here only."""
