"""Source mappings: what a publisher really publishes, read into observations. See `reading` for what comes out."""
