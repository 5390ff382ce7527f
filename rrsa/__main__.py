"""``python -m rrsa`` and the console script ``rrsa``."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the program on the words of the command line and leaves with its exit code."""
    from rrsa.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
