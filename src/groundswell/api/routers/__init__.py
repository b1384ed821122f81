"""Which path answers with what: one module a room."""
