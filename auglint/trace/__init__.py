"""From libcst trees to a trace: values, interpreter, imports across files, framework tables."""

from auglint.trace.project import Project

__all__ = ["Project"]
