"""Forms that people fill in, one module a room: what may be typed, and what is said where it is wrong."""
