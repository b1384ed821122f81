"""The community package: a folder of CSV and YAML that carries a whole community between installations."""

from groundswell.exchange.package.model import Document, Package, Story, counts

__all__ = ["Document", "Package", "Story", "counts"]
