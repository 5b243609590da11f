"""Systems of definitions as graphs: edges, paths, sweeps, layers, shapes; multiply along a path, add across the paths."""
