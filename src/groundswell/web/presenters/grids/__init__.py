"""Numbers in grids, mappings of sources, ratings and votes, as their pages show them."""
