"""Files in: delimited text in any encoding, and workbooks. See `tables` for what comes out."""

from groundswell.exchange.readers.files import read_content, read_table, sheets_of, table_from

__all__ = ["read_content", "read_table", "sheets_of", "table_from"]
