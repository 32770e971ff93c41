"""What the pages of a lead, a person and a company are made of."""
