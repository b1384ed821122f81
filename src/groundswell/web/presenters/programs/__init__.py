"""Programs, their measures and reports, written out for the templates."""
