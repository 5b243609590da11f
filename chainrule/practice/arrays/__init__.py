"""Answers with vectors and matrices: read, judged by shape and by numbers, their mistakes named."""
