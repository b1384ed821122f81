"""Performance measures computed from the stored records: rules compiled to one query, run here or on a cluster."""
