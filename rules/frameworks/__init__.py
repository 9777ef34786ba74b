"""One table per framework: what its names mean."""
