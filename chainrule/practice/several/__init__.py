"""Answers to systems, gradients and Jacobians, and values at a point: read, judged part by part, diagnosed over the graph."""
