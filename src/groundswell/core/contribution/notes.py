"""What people say about a link beside its numbers: the steps of a contribution analysis, challenges and their answers.

The six steps are John Mayne's. A challenge is never taken away by its answer: both stay.
"""

from enum import StrEnum


class NoteStep(StrEnum):
    """What a note is for; the first six are Mayne's steps in their order."""

    QUESTION = "question"  # what exactly is asked of the program
    THEORY = "theory"  # how it should work, and what could stand in its way
    EVIDENCE = "evidence"  # what is known already
    STORY = "story"  # the contribution story as it stands
    MORE_EVIDENCE = "more_evidence"  # what was sought where the story was weak
    REVISION = "revision"  # how the story changed for it
    CHALLENGE = "challenge"  # somebody doubts it
    ANSWER = "answer"  # what is said to a challenge
    MUST_BE_TRUE = "must_be_true"  # what else has to hold
    WOULD_CHANGE = "would_change"  # what would make us change our mind


MAYNE_STEPS = tuple(NoteStep)[:6]
