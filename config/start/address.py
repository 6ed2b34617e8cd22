"""Where the web server listens, and whether it can."""

import http.client
import os
import socket
import time

from config.embedded.errors import ServiceError

PATIENCE = 5.0
"""Seconds: a web server whose parent was killed needs a moment to go."""


def host() -> str:
    return os.environ.get("HOST", "127.0.0.1")


def port() -> int:
    """PORT, 8000 if it is not set."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ServiceError(f"PORT is {text!r}; it must be a number from 1 to 65535")
    return int(text)


def url() -> str:
    return f"http://{'localhost' if host() in ('127.0.0.1', '0.0.0.0') else host()}:{port()}/"


def ask() -> int:
    """Ask the web server for its first page, and return the status. Raises OSError where there is no answer."""
    connection = http.client.HTTPConnection(host() if host() != "0.0.0.0" else "127.0.0.1", port(), timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(f"no answer: {error}") from error
    finally:
        connection.close()


def claim() -> None:
    """Return once the port can be had; raises `ServiceError` if somebody else keeps it."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host(), port()))
                return
            except PermissionError as error:
                raise ServiceError(f"port {port()} needs root: choose another, as in PORT=8080 make run") from error
            except OSError as error:
                if time.monotonic() > deadline:
                    raise ServiceError(
                        f"port {port()} is taken by another program: stop it, or choose another port, "
                        f"as in PORT={port() + 1} make run"
                    ) from error
        time.sleep(0.25)
