"""Graphs without circles in rows: which row a box is in, the order in each row, and where in its row it stands."""
