"""The command line: thin commands over the same readers, actions and queries that the pages use."""
