"""Every setting, from XIAOLU_* environment variables. docs/settings.md explains each to administrators."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

PACKAGE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("XIAOLU_HOME", "./var")).expanduser().resolve()
URL = os.environ.get("XIAOLU_URL", "").rstrip("/")
DEBUG = False


def secret_key() -> str:
    """The key of the environment, else one made once in the home folder (mode 600)."""
    if key := os.environ.get("XIAOLU_SECRET_KEY"):
        return key
    kept = HOME / "secret.key"
    HOME.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return kept.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key


def database(url: str) -> Any:
    """PostgreSQL by its URL, else SQLite in the home folder with the pragmas that the ledger needs."""
    if url:
        return dj_database_url.parse(url, conn_max_age=60)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "xiaolu.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=1; "
            "PRAGMA cache_size=-16000; PRAGMA mmap_size=2147483648",
        },
    }


def mail_server(url: str) -> dict[str, Any]:
    """A mail server by its URL: smtp:// (STARTTLS once there is a name), smtps:// (TLS), smtp+plain:// (never)."""
    parts = urlsplit(url)
    if url and parts.scheme not in ("smtp", "smtps", "smtp+plain"):
        raise ValueError("XIAOLU_EMAIL_URL begins with smtp://, smtps:// or smtp+plain://")
    name = unquote(parts.username or "")
    return {
        "host": parts.hostname or "",
        "port": parts.port or (465 if parts.scheme == "smtps" else 587 if name else 25),
        "name": name,
        "password": unquote(parts.password or ""),
        "from": parse_qs(parts.query).get("from", [name if "@" in name else f"xiaolu@{parts.hostname or 'localhost'}"])[
            0
        ],
        "starttls": parts.scheme == "smtp" and bool(name),
        "tls": parts.scheme == "smtps",
    }


SECRET_KEY = secret_key()
DATABASES = {"default": database(os.environ.get("XIAOLU_DATABASE_URL", ""))}
DATABASES["default"]["TEST"] = {"NAME": f"test_xiaolu_{os.getpid()}"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "xiaolu.web",
    "xiaolu.jobs",
    "xiaolu.search",
    "xiaolu.files",
    "xiaolu.org",
    "xiaolu.outbox",
    "xiaolu.clocks",
    "xiaolu.methods",
    "xiaolu.products",
    "xiaolu.customers",
    "xiaolu.pipeline",
    "xiaolu.activities",
    "xiaolu.insight",
    "xiaolu.exchange",
    "xiaolu.desk",
    "xiaolu.operate",
    "xiaolu.wiring.Wiring",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "xiaolu.org.middleware.OnePage",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xiaolu.org.middleware.SignInRequired",
    "xiaolu.org.middleware.PersonLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xiaolu.web.middleware.RulesAsPages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CSRF_FAILURE_VIEW = "xiaolu.web.middleware.token_missing"
ROOT_URLCONF = "xiaolu.urls"
WSGI_APPLICATION = "xiaolu.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "xiaolu.desk.context.house",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "xiaolu.web.templatetags.xiaolu",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

AUTH_USER_MODEL = "org.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("login", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "org:sign_in"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# The server listens on this machine only, unless XIAOLU_URL names the public address.
SECURE = URL.startswith("https://")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] + ([urlsplit(URL).hostname or ""] if URL else [])
CSRF_TRUSTED_ORIGINS = [URL] if URL else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],  # a voice note is heard before it is saved
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
LEAST_ROOM = int(os.environ.get("XIAOLU_LEAST_ROOM", "500"))  # megabytes
FILES_FOLDER = Path(os.environ.get("XIAOLU_FILES", HOME / "files"))

MAIL = mail_server(os.environ.get("XIAOLU_EMAIL_URL", ""))
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
    MAIL[key] for key in ("host", "port", "name", "password")
)
EMAIL_USE_TLS, EMAIL_USE_SSL, DEFAULT_FROM_EMAIL = MAIL["starttls"], MAIL["tls"], MAIL["from"]
EMAIL_TIMEOUT = 10  # seconds

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "xiaolu_language"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
TESTING = "pytest" in sys.modules
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "xiaolu.web.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": os.environ.get("XIAOLU_LOG", "text")}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"xiaolu": {"level": "INFO"}},
}
