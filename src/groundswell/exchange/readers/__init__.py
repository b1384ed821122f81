"""Files in: delimited text in any encoding, and workbooks. See `tables` for what comes out."""
