"""What the page Leads is made of: filters, the list, and what is done with the selected."""
