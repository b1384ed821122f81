"""Settings of one installation, all of them.

Everything an installation keeps (database, secret key, cache, generated pages' assets) lies in one home folder:
GROUNDSWELL_HOME, or ./var. What a team may change comes from a handful of environment variables, each named here:

    GROUNDSWELL_HOME               where the installation keeps its data
    GROUNDSWELL_DATABASE_URL       postgresql://user:password@host:port/name, in place of SQLite in the home folder
    GROUNDSWELL_DATABASE_OWNER_URL the same database as the role that owns the tables; for commands, never for `serve`
    GROUNDSWELL_SECRET_KEY         in place of the key file in the home folder
    GROUNDSWELL_HOSTS              host names this installation answers to, separated by commas
    GROUNDSWELL_DEBUG              1 shows developers' error pages; never where others can reach it
    GROUNDSWELL_ADDRESS            the address people open, such as https://scorecard.example.org; letters lead there
    GROUNDSWELL_HTTPS              1 where people reach it by https: cookies, redirects and HSTS insist on it
    GROUNDSWELL_TRUSTED_PROXIES    how many proxies of yours stand in front and are believed; none unless said
    GROUNDSWELL_MAIL_URL           smtp+tls://user:password@host:587 (or smtps, smtp); otherwise the console
    GROUNDSWELL_MAIL_FROM          whom letters come from
    GROUNDSWELL_OIDC_ISSUER        the OpenID Connect provider people may sign in with: https://id.example.org
    GROUNDSWELL_OIDC_CLIENT_ID     the name this installation has there
    GROUNDSWELL_OIDC_CLIENT_SECRET its secret there
    GROUNDSWELL_OIDC_NAME          what the button on the sign-in page calls the provider
    GROUNDSWELL_SESSION_HOURS      how long one may stay signed in at most; 12 unless said
    GROUNDSWELL_IDLE_MINUTES       how long one may do nothing and stay signed in; 60 unless said
"""

import os
import secrets
from pathlib import Path
from typing import Any
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
# The caches (64 MB of pages, 256 MB mapped) are what make a load and a page over a million observations quick; `serve`,
# which holds a connection in each of its threads, gives each of them less.
SQLITE_PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536;
PRAGMA mmap_size = 268435456;
PRAGMA journal_size_limit = 67108864;
"""


SERVING_PRAGMAS = (
    SQLITE_PRAGMAS
    + """
PRAGMA cache_size = -8192;
PRAGMA mmap_size = 0;
"""
)


def _sqlite(home: Path) -> dict[str, object]:
    # IMMEDIATE: a writer waits for its turn at the beginning, instead of failing half-way through.
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": SQLITE_PRAGMAS}
    # Opening the file and saying all this takes longer than most questions, so a connection serves many requests.
    place = {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "groundswell.sqlite3"}
    return {**place, "OPTIONS": options, "CONN_MAX_AGE": 60}


def database_of(url: str, home: Path) -> dict[str, object]:
    """Django's database entry for a postgresql:// address, or SQLite in the home folder where there is none."""
    if not url:
        return _sqlite(home)
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise ImproperlyConfigured("GROUNDSWELL_DATABASE_URL reads postgresql://user:password@host:port/name")
    return {
        "ENGINE": "groundswell.apps.people.isolation",  # PostgreSQL that is told who speaks
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


_MAIL_KINDS = {"smtp": ("", 25), "smtp+tls": ("EMAIL_USE_TLS", 587), "smtps": ("EMAIL_USE_SSL", 465)}


def mail_of(url: str) -> dict[str, object]:
    """Django's mail settings for an smtp address; without one, letters are written to the console."""
    if not url:
        return {"EMAIL_BACKEND": "groundswell.web.entrance.mail.ConsoleBackend"}
    parts = urlsplit(url)
    if parts.scheme not in _MAIL_KINDS or not parts.hostname:
        raise ImproperlyConfigured("GROUNDSWELL_MAIL_URL reads smtp+tls://user:password@host:587")
    secured, port = _MAIL_KINDS[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_TIMEOUT": 10,
        **({secured: True} if secured else {}),
    }


def provider_of(issuer: str, client_id: str, secret: str, name: str) -> dict[str, Any]:
    """The OpenID Connect provider that people may sign in with; none where its address or our name there is missing."""
    provider: dict[str, Any] = {"OAUTH_PKCE_ENABLED": True, "APPS": []}
    if issuer and client_id:
        app = {"provider_id": "provider", "name": name or urlsplit(issuer).hostname or "OpenID Connect"}
        settings = {"server_url": issuer.rstrip("/")}
        provider["APPS"].append({**app, "client_id": client_id, "secret": secret, "settings": settings})
    return {"openid_connect": provider}


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if text and not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is a whole number, such as {default}")
    return int(text) if text else default


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
    "groundswell.apps.programs",
    "groundswell.apps.submissions",
    "groundswell.apps.contributions",
    "groundswell.apps.partnerships",
    "groundswell.apps.agenda",
    "groundswell.apps.scorecards",
    "groundswell.apps.packages",
    "groundswell.web",
]

MIDDLEWARE = [
    "groundswell.web.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "groundswell.web.public_pages.PublicPages",
    "django.middleware.locale.LocaleMiddleware",
    "groundswell.web.speaking_terms.SpeakingTerms",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "groundswell.web.entrance.sessions.SessionTimes",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "groundswell.web.speaking.Speaking",
    "groundswell.web.reader.Reader",
]

CSRF_FAILURE_VIEW = "groundswell.web.views.errors.forged"
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
                "django.contrib.messages.context_processors.messages",
                "groundswell.web.surroundings.masthead",
            ]
        },
    }
]
WSGI_APPLICATION = None

# Who people are and how they show it. There is no sign-up: an account arises from an invitation, or as the first.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Long rather than intricate, and none that everybody tries first (NIST SP 800-63B).
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
]
PASSWORD_RESET_TIMEOUT = 3600  # seconds that an address for choosing a password is good for
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "groundswell.web.entrance.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Groundswell] "
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever's password or second factor was changed is told
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # asking for a new password takes as long where there is no account
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {
    # Counted before a password is hashed. A key is an address together with where the guesses come from
    # (`AccountAdapter`), so whoever guesses shuts out only themselves.
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/5m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "signup": "20/m/ip",
}
_FORMS = "groundswell.web.forms.entrance"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignInForm",
    "add_email": f"{_FORMS}.AddressForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.CodeAgainForm",
    "activate_totp": f"{_FORMS}.AppForm",
    "add_webauthn": f"{_FORMS}.AddKeyForm",
    "edit_webauthn": f"{_FORMS}.RenameKeyForm",
}
MFA_ADAPTER = "groundswell.web.entrance.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Groundswell"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # or nobody with a second factor could change their address
SOCIALACCOUNT_ADAPTER = "groundswell.web.entrance.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # by an address that the provider verified, and no other way
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = provider_of(
    *(
        os.environ.get(f"GROUNDSWELL_OIDC_{part}", "").strip()
        for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME")
    )
)
ADDRESS = os.environ.get("GROUNDSWELL_ADDRESS", "").strip().rstrip("/")  # `serve` fills it in where nobody says it
DEFAULT_FROM_EMAIL = os.environ.get("GROUNDSWELL_MAIL_FROM", "").strip() or "Groundswell <groundswell@localhost>"
globals().update(mail_of(os.environ.get("GROUNDSWELL_MAIL_URL", "").strip()))

# Sessions end when the browser closes, after an hour of nothing, and after half a day whatever happens.
BACKGROUND_WORK = True  # figures over all programs are computed beside the requests that made them stale
SESSION_HOURS = _number("GROUNDSWELL_SESSION_HOURS", 12)
IDLE_MINUTES = _number("GROUNDSWELL_IDLE_MINUTES", 60)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

HTTPS = _is_on("GROUNDSWELL_HTTPS")
TRUSTED_PROXIES = _number("GROUNDSWELL_TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # passkeys on one's own machine, at http://localhost
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # With this prefix a browser takes a cookie from this host alone, over https alone.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    ADDRESS = ADDRESS or f"https://{ALLOWED_HOSTS[0]}"

DATABASES = {"default": database_of(os.environ.get("GROUNDSWELL_DATABASE_URL", ""), HOME)}
_owner = os.environ.get("GROUNDSWELL_DATABASE_OWNER_URL", "")
DATABASE_OWNER = database_of(_owner, HOME) if _owner else {}  # what commands connect as; `serve` does without
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # What is counted to keep guessers out: shared by all processes of a home, and never thrown out to make room.
    "default": {"BACKEND": "groundswell.web.entrance.limits.LimitsCache", "LOCATION": HOME / "limits.sqlite3"},
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

# A grid of a hundred rows sends every cell: a hundred times fourteen, and a long paste more.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# What people send may be records about people: it is read in memory and never lies in a folder for passing files.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 220_000_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = True
