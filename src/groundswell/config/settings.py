"""Settings of one installation, all of them.

Everything an installation keeps (database, secret key, cache, generated pages' assets) lies in one home folder:
GROUNDSWELL_HOME, or ./var. What a team may change comes from a handful of environment variables, each named here:

    GROUNDSWELL_HOME               where the installation keeps its data
    GROUNDSWELL_DATABASE_URL       postgresql://user:password@host:port/name, in place of SQLite in the home folder
    GROUNDSWELL_SECRET_KEY         in place of the key file in the home folder
    GROUNDSWELL_HOSTS              host names this installation answers to, separated by commas
    GROUNDSWELL_DEBUG              1 shows developers' error pages; never where others can reach it
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _home() -> Path:
    """The home folder, made where it does not exist; only its owner may look inside."""
    home = Path(os.environ.get("GROUNDSWELL_HOME") or "var").expanduser().resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("cache", "assets", "static"):
        (home / name).mkdir(exist_ok=True)
    return home


def _secret_key(home: Path) -> str:
    """The key in the environment, or the key file in the home folder (mode 0600), made on first use."""
    if key := os.environ.get("GROUNDSWELL_SECRET_KEY"):
        return key
    path = home / "secret-key"
    draft = home / f".secret-key-{secrets.token_hex(8)}"
    if not path.exists():
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)  # of two processes that start together, one makes the key and both read it
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


# WAL lets readers read while one writer writes. synchronous=FULL: an acknowledged load survives a power cut.
# The caches (64 MB of pages, 256 MB mapped) are what make a page over a million observations quick.
SQLITE_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536;
PRAGMA mmap_size = 268435456;
PRAGMA journal_size_limit = 67108864;
"""


def _sqlite(home: Path) -> dict[str, object]:
    # IMMEDIATE: a writer waits for its turn at the beginning, instead of failing half-way through.
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": SQLITE_PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "groundswell.sqlite3", "OPTIONS": options}


def database_of(url: str, home: Path) -> dict[str, object]:
    """Django's database entry for a postgresql:// address, or SQLite in the home folder where there is none."""
    if not url:
        return _sqlite(home)
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise ImproperlyConfigured("GROUNDSWELL_DATABASE_URL reads postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


HOME = _home()
SECRET_KEY = _secret_key(HOME)
DEBUG = _is_on("GROUNDSWELL_DEBUG")
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("GROUNDSWELL_HOSTS", "").split(",") if host.strip()] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "groundswell.apps.people",
    "groundswell.apps.places",
    "groundswell.apps.sources",
    "groundswell.apps.indicators",
    "groundswell.apps.scorecards",
    "groundswell.apps.packages",
    "groundswell.web",
]

MIDDLEWARE = [
    "groundswell.web.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "groundswell.web.reader.Reader",
]

ROOT_URLCONF = "groundswell.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]
WSGI_APPLICATION = None

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]

DATABASES = {"default": database_of(os.environ.get("GROUNDSWELL_DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        # Keys carry the community's data version, so an entry is never wrong, only unused.
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}


def languages_in(locale: Path) -> list[tuple[str, str]]:
    """English, and every language with a compiled catalogue: a page is never half in another language."""
    from django.conf.locale import LANG_INFO

    found = {path.parents[1].name.replace("_", "-").lower() for path in locale.glob("*/LC_MESSAGES/django.mo")}
    return [(code, LANG_INFO.get(code, {}).get("name_local", code)) for code in sorted({"en"} | found)]


LANGUAGE_CODE = "en"
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
LANGUAGES = languages_in(LOCALE_PATHS[0])
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files come out of installed wheels and, for what is generated once, out of the home folder; nothing from a CDN.
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [HOME / "assets"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = True
