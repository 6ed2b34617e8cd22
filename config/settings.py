"""Settings. What differs from one installation to the next comes from the environment (see `docs/running.md`)."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from config import database, logs, places

env = environ.Env()
BASE_DIR = places.BASE_DIR
STATE_DIR: Path = places.state_dir()

DEBUG = False
DEMO = env.bool("RIGHTHELP_DEMO", default=False)
HTTPS = env.bool("RIGHTHELP_HTTPS", default=not database.is_embedded(env))
"""False only where the browser speaks plain HTTP to this machine itself, as under `make run`."""

SECRET_KEY = env("SECRET_KEY", default="") or places.kept_secret("secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_FAILURE_VIEW = "pages.error_pages.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env("RIGHTHELP_BASE_URL", default=f"http://localhost:{env('PORT', default='8000')}")
"""How links in e-mails begin."""

# Applications -------------------------------------------------------------------------------------------------------

OUR_APPS = [
    "rowsecurity",
    "pages",
    "audit",
    "partnerships",
    "notices",
    "clocks",
    "documents",
    "people",
    "thresholds",
    "consent",
    "referrals",
    "demo",
]
"""In import order: each imports only those before it, and a test holds it."""

INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_permissions_policy",
]

MIDDLEWARE = [
    "config.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rowsecurity.middleware.ActingAsMiddleware",
    "config.roles_once.RolesOnceMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "pages.chrome.context",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["rh_govuk"]
CRISPY_TEMPLATE_PACK = "rh_govuk"

# Database -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": database.from_environment(env)}
DATABASE_LOGIN: str = env("RIGHTHELP_LOGIN", default="owner")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People who sign in -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "partnerships.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "partnerships:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_CALLABLE = "pages.error_pages.too_many"
AXES_USERNAME_FORM_FIELD = "username"  # its default is the name of our field, which `authenticate` is not called with
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# What the browser is told -------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS and env.bool("RIGHTHELP_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
"""Other sites are told nothing. Not `no-referrer`: browsers then send `Origin: null` with our own forms, and CSRF refuses."""
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "browsing-topics")
}

# Files --------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "config.static_files.HashedGzipStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Language and time --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# E-mail: a reference and a link, nothing about a child --------------------------------------------------------------

if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = STATE_DIR / "mail"
EMAIL_TIMEOUT = 10  # seconds; a server that says nothing must not keep a worker
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Right Help <no-reply@righthelp.example>")

# Background work ----------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = env("REDIS_URL", default="") or database.embedded_broker()
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "beat-schedule")

DIGEST_AT = env("RIGHTHELP_DIGEST_AT", default="08:00")
"""From when on each morning people are told of the day's deadlines, by the clock in London."""

# Logs: one JSON object a line, no personal data ---------------------------------------------------------------------

LOGGING = logs.configuration(env("LOG_LEVEL", default="INFO"))
