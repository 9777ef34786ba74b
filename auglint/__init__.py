"""auglint finds what training and validation pipelines share and must not share."""

__version__ = "0.1.0"
