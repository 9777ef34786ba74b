"""Photos of flowers: a classifier of 102 kinds."""
