"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import override_settings
from django.test.utils import instrumented_test_render
from hypothesis import HealthCheck
from hypothesis import settings as tries

pytest_plugins = [
    "tests.network",
    "tests.forking",
    "tests.sharing",
    "tests.tables",
    "tests.emptying",
    "tests.postgresql",
    "tests.links",
    "tests.records",
    "tests.telling",
    "tests.towns",
]

REPO = Path(__file__).resolve().parents[1]
SHARED_DATA = REPO.parent / "shared" / "data"
HASHERS = settings.PASSWORD_HASHERS  # an installation's own: slow, as they should be
# How long a machine takes is no property of the code: it may be busy with other tests.
tries.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
tries.load_profile("unhurried")
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.fixture(scope="session", autouse=True)
def uncounted_tries() -> Iterator[None]:
    """Nobody's tries are counted."""
    with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords of tests take no time to hash; those that a program made on the way can still be compared."""
    with override_settings(PASSWORD_HASHERS=[QUICK, *HASHERS]):
        yield


@pytest.fixture(scope="session", autouse=True)
def no_background_work() -> Iterator[None]:
    """No thread goes on behind a test's back; what was asked for waits."""
    with override_settings(BACKGROUND_WORK=False):
        yield


@pytest.fixture(scope="session", autouse=True)
def unwatched_pages(django_test_environment: None) -> Iterator[None]:
    """Pages are rendered as in an installation: nobody copies what each template was given."""

    def rendered(self: Template, context: Context) -> str:
        return self.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", rendered)
        yield


@pytest.fixture
def watched_pages(unwatched_pages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer tells by `context` what its templates were given."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture
def real_passwords() -> Iterator[None]:
    """Passwords are hashed as in an installation, for tests of just that."""
    with override_settings(PASSWORD_HASHERS=HASHERS):
        yield


@pytest.fixture(scope="session")
def repo() -> Path:
    """The top of the checkout."""
    return REPO


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Files other people published, beside the checkout; a test that needs them is skipped by name without."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real data: ../shared/data is not beside the checkout")
    return SHARED_DATA
