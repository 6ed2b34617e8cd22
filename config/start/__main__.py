"""`python -m config.start [run|stop|reset]`."""

import sys

from config.embedded.errors import ServiceError
from config.start import parent


def main(arguments: list[str]) -> int:
    actions = {"run": parent.run, "stop": parent.stop, "reset": parent.reset}
    name = arguments[0] if arguments else "run"
    if name not in actions or len(arguments) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        actions[name]()
    except ServiceError as error:
        print(f"righthelp: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
