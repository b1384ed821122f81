"""What a computed performance measure means: its rule as data, in plain words, and what it needs of the records."""
