"""From what was asked of the data to what a page says: each presenter makes one frozen page for one template."""
