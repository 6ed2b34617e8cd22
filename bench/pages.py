"""How fast pages answer: `python3 bench/pages.py [--url …] [--who E-MAIL] [--password …] PAGE…`; prints JSON, a line a page.

Signs in to a running demo as each of CONNECTIONS browsers with a connection of its own, then asks for the page again and again.
"""

import argparse
import http.client
import json
import os
import re
import statistics
import threading
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


class Browser:
    """One connection that stays open, with its cookies."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname or "localhost", parts.port or 80, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, answer.read().decode()

    def sign_in(self, who: str, password: str) -> None:
        _, page = self.ask("GET", "/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if token is None:
            raise SystemExit("no sign-in form there")
        form = {"csrfmiddlewaretoken": token[1], "username": who, "password": password}
        status, _ = self.ask("POST", "/sign-in/", urlencode(form))
        if status != 302:
            raise SystemExit(f"signing in as {who} answered {status}")


def measure(browsers: list[Browser], page: str, seconds: float) -> dict[str, object]:
    """Ask for one page on every connection at once for some seconds."""
    times: list[float] = []
    statuses: set[int] = set()
    until = time.monotonic() + seconds

    def load(browser: Browser) -> None:
        while time.monotonic() < until:
            began = time.perf_counter()
            status, _ = browser.ask("GET", page)
            times.append((time.perf_counter() - began) * 1000)
            statuses.add(status)

    threads = [threading.Thread(target=load, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(times)
    return {
        "page": page,
        "statuses": sorted(statuses),
        "requests": len(ordered),
        "rps": round(len(ordered) / seconds),
        "p50_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
        "connections": len(browsers),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--who", default="sam.whitlock@demo.righthelp.example")
    parser.add_argument("--password", default="look-around-2026")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args()
    browsers = [Browser(given.url) for _ in range(given.connections)]
    for browser in browsers:
        browser.sign_in(given.who, given.password)
    for page in given.pages:
        print(json.dumps(measure(browsers, page, given.seconds)), flush=True)


if __name__ == "__main__":
    main()
