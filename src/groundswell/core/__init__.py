"""Ground floor: the field's words and its arithmetic. No Django, no files, no clock, no network."""
