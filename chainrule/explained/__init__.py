"""What ``explain`` hands out: mathematics, words and formats in one object; one file a kind of problem."""
