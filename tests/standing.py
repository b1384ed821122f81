"""Worlds made once for the tests of a module: each test changes what it likes, and the next finds it as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def standing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is stored in here is there for every test until the end, and then never was.

    For fixtures of a module that ask for `django_db_setup` and `django_db_blocker`. Tests run within it, each in a
    transaction of its own that is rolled back; those that must commit (`transaction=True`) have no place beside them.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
