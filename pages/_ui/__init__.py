"""What screens are made of: the shell, tables, dialogs, messages."""
