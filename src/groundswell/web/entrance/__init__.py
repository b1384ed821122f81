"""What stands between a person and their account: how they show who they are, how often, and for how long."""
