"""One module a room: a view asks for a page, and answers with it."""
