"""What everything that the API sends and receives has in common: a program that starts does not wait for it."""

from pydantic import BaseModel, ConfigDict


class BuiltLate(BaseModel):
    """A document whose checks are made when the first of its kind is read or written."""

    model_config = ConfigDict(defer_build=True)
