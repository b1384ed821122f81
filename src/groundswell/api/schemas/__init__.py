"""What the API promises: one module a room. Keys may be added, never renamed."""
