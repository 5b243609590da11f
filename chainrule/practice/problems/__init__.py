"""Problem sets: what an author writes down, read and handed out."""
