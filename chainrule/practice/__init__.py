"""Practice: an answer checked, the mistake named."""
