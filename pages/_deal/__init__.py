"""What the page of one deal is made of."""
