"""Partnerships as pages say them: the worksheet, a partnership, its form, and all of them."""
