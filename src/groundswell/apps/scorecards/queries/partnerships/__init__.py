"""The pages of partnerships: who works with whom, who may commit to what, and what they committed."""
