"""The pages of contribution, written out for their templates."""
