"""`python -m auglint`."""

from auglint.cli import main

if __name__ == "__main__":
    main(prog_name="auglint")
