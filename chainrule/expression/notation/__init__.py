"""How a tree is written: one file a notation, the form of a textbook decided once for all of them."""
