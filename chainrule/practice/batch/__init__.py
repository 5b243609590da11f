"""A pile of answers: read line by line, judged in several processes, counted."""
