"""How long from a fresh clone to the first page, and a second time. `python3 bench/start_up.py [PORT]`; prints JSON."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600.0


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/sign-in/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def run_until_first_page(checkout: Path, port: int) -> float:
    """Seconds from `make run` to the first page; stops the service again."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "REDIS_URL", "RIGHTHELP"))
    }
    began = time.monotonic()
    process = subprocess.Popen(["make", "run"], cwd=checkout, env=environment | {"PORT": str(port)}, stdout=sys.stderr)
    try:
        while not answers(port):
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise SystemExit("the service did not come up")
            time.sleep(0.1)
        return round(time.monotonic() - began, 1)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(90)


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8099
    folder = Path(tempfile.mkdtemp(prefix="righthelp bench "))
    folder.chmod(0o755)
    checkout = folder / "fresh clone"
    try:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(checkout)], check=True)
        first = run_until_first_page(checkout, port)
        second = run_until_first_page(checkout, port)
        subprocess.run(["make", "reset"], cwd=checkout, check=True, stdout=sys.stderr)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps({"fresh_clone_s": first, "second_run_s": second, "load": os.getloadavg()[0], "cores": os.cpu_count()}))


if __name__ == "__main__":
    main()
