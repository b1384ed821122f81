"""Files out, safe to open in a spreadsheet."""
