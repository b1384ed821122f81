"""The desk of a community: where people make, change, order, retire and restore what is kept."""
