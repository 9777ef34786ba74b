"""What runs inside the observed process: the standard library only, until the program itself imports more."""
