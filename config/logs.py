"""Logging as JSON on standard error.

No personal data: `django.request` names paths and `django.security` names hosts, so both keep their level and lose their
arguments but for the status; axes names the person who failed to sign in, so only its errors pass.
"""

import logging
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class WithoutArguments(logging.Filter):
    """Takes the request, its path and other arguments out of Django's own records, and keeps the status."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        record.msg = f"{record.name} {status}" if status else record.name
        record.args = ()
        record.__dict__.pop("request", None)
        return True


class ErrorWithoutValues(logging.Filter):
    """Keeps where an exception was raised and of what type, and drops its message: messages quote what people wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            frames = []
            while trace:
                frames.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
                trace = trace.tb_next
            record.msg = f"{record.getMessage()} | {kind.__name__} at {' > '.join(frames[-12:])}"
            record.args = ()
            record.exc_info = record.exc_text = None
        return True


def configuration(level: str) -> dict[str, Any]:
    """Django's LOGGING, and structlog set up to end in the same place."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "without_arguments": {"()": WithoutArguments},
            "error_without_values": {"()": ErrorWithoutValues},
        },
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["error_without_values"],
            },
            "stderr_without_arguments": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["without_arguments", "error_without_values"],
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.request": {"handlers": ["stderr_without_arguments"], "level": "ERROR", "propagate": False},
            "django.security": {"handlers": ["stderr_without_arguments"], "level": "WARNING", "propagate": False},
            "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
            "axes": {"level": "ERROR"},
            "pikepdf": {"level": "WARNING"},
        },
    }
