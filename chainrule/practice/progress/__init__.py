"""Progress: what was practised, kept; what is due, chosen."""
