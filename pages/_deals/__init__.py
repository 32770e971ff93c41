"""What the page Deals is made of: the board, the list, its questions."""
