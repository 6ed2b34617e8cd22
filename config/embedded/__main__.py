"""`python -m config.embedded start|stop|ready`: the embedded services by hand."""

import sys

from config.embedded import ensure_ready, postgres, valkey
from config.embedded.errors import ServiceError
from config.embedded.locking import only_one


def main(arguments: list[str]) -> int:
    try:
        if arguments == ["ready"]:
            ensure_ready()
        elif arguments == ["start"]:
            with only_one():
                postgres.start()
                valkey.start()
        elif arguments == ["stop"]:
            with only_one():
                valkey.stop()
                postgres.stop()
        else:
            print(__doc__, file=sys.stderr)
            return 2
    except ServiceError as error:
        print(f"righthelp: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
