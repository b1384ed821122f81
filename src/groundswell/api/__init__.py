"""The same numbers as the pages, for programs: a JSON and a CSV twin of every path, described by OpenAPI."""
