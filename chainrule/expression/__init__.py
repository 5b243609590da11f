"""Written trees, the parser, the notations, the functions; the ground floor. It must not know rules."""
