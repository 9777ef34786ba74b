"""Tables of the libraries that surround the frameworks: numpy, the standard library, readers of files."""
