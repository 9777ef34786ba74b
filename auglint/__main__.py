"""`python -m auglint`."""

import sys
from pathlib import Path

if sys.path and sys.path[0] in ("", str(Path.cwd())):
    del sys.path[0]  # files of the checked folder must never be imported in place of a library

from auglint.cli import main

if __name__ == "__main__":
    main(prog_name="auglint")
