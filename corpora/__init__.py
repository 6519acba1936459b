"""Collections of reports: where they come from, and what makes them."""
