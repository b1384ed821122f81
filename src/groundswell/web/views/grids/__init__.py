"""Pages on which numbers are typed or pasted, sources brought in, and indicators chosen."""
