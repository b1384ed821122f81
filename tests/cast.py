"""The people of the tests: whoever does something, does it under one of these names."""

DATA_LEAD = "Dana, data lead of the backbone"
COMMAND_LINE = "cli:dana"
RESIDENT = "public"  # as a reader
OWNER = "owner"  # the person at the machine itself, as a reader
