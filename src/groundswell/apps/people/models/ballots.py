"""What people chose when they were asked for one, then for a second, and how each round of asking ended.

A forced choice is made among the indicators of a result, or among the measures of a program. The rows are alike; each
room says what they are about.
"""

from django.db import models

from groundswell.apps.people.models.communities import CommunityRow


class BallotRow(CommunityRow):
    """One person's forced choice: the first choice first, then the second.

    `choices` are among those with usable data, `development` among those whose data is still to be developed.
    """

    person = models.CharField(max_length=36)  # the key of whoever chose; the ballot outlives the account
    round = models.PositiveIntegerField()  # a vote that was closed may be held again
    choices = models.JSONField(default=list)
    development = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class ClosedVoteRow(CommunityRow):
    """A round of the forced choice that was closed: what the ballots said, and what became of each."""

    round = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.TextField()
    ballots = models.PositiveIntegerField()
    headline = models.JSONField(default=list)  # [{"id": ..., "votes": ..., "borda": ..., "settled": ...}, ...]
    development = models.JSONField(default=list)
    outcome = models.JSONField(default=list)  # [[id, standing], ...] in the order they then had

    class Meta:
        abstract = True
