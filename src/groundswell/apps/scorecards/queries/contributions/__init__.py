"""The pages of contribution: what programs could add up to, and what it would take."""
