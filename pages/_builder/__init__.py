"""Parts of the builder: what it tells the browser, and what comes back."""
