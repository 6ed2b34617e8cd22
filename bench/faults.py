"""The long run of faults: `.venv/bin/python bench/faults.py --clocks 2000 --kills 200` prints its counts.

It is the test of `tests/reliability/test_kills.py` with more of everything: real worker, two beats, Valkey and PostgreSQL.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEST = "tests/reliability/test_kills.py::test_kills_and_a_lost_queue_lose_no_milestone_and_repeat_no_notice"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clocks", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    wanted = parser.parse_args()
    with tempfile.NamedTemporaryFile() as report:
        environment = os.environ | {
            "RIGHTHELP_FAULT_CLOCKS": str(wanted.clocks),
            "RIGHTHELP_FAULT_KILLS": str(wanted.kills),
            "RIGHTHELP_FAULT_REPORT": report.name,
        }
        answer = subprocess.run([sys.executable, "-m", "pytest", "-q", TEST], cwd=ROOT, env=environment, check=False)
        print(Path(report.name).read_text())
    return answer.returncode


if __name__ == "__main__":
    raise SystemExit(main())
