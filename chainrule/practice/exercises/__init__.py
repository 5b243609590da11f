"""Exercises: problems being asked, one file a kind of problem."""
