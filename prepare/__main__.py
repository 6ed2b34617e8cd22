"""`python3 -m prepare run|test`: make this machine ready; does nothing, quickly, when it is."""

import sys
import threading

from prepare import assets, packages, system
from prepare.steps import StepFailed

LOCKS = {"run": "requirements.txt", "test": "requirements-dev.txt"}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print(__doc__, file=sys.stderr)
        return 2
    purpose = arguments[0]
    if sys.version_info < (3, 11):
        print("righthelp: Python 3.11 or newer is needed", file=sys.stderr)
        return 1
    try:
        system.ensure(system.TEST if purpose == "test" else system.RUN)
        packages.make_venv()
        _together(lambda: packages.install(LOCKS[purpose]), lambda: assets.build(development=purpose == "test"))
    except StepFailed as error:
        print(f"righthelp: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("righthelp: stopped; the same command goes on from here", file=sys.stderr)
        return 130
    return 0


def _together(*jobs) -> None:
    """Run the jobs side by side; the first failure is raised when all have ended."""
    failures: list[Exception] = []

    def attempt(job) -> None:
        try:
            job()
        except (StepFailed, OSError) as error:
            failures.append(error)

    threads = [threading.Thread(target=attempt, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise StepFailed(str(failures[0]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
