"""The people of the tests: whoever does something, does it under one of these names."""

from groundswell.apps.people.queries import PUBLIC, operator

DATA_LEAD = operator("cli:dana")  # Dana, data lead of the backbone, at the command line
COMMAND_LINE = operator("cli:ada")
OWNER = DATA_LEAD  # as a reader: whoever keeps the machine sees everything
RESIDENT = PUBLIC  # as a reader
