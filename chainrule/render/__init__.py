"""Pages and their formats. It computes no mathematics."""
