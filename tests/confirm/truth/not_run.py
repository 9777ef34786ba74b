"""Rows of the measured truth that no program here stands for, each with the reason."""

NOT_RUN = {
    "1K7-seed": "the same as 1K7: it raises with a seed as well as without one",
    "5o": "a side effect on NumPy's global stream, which no pipeline shows",
    "8b": "says how a run is repeated; claims no defect",
    "10b": "the same program as 8f",
    "10c": "needs albumentations 1.3.1 or 1.4.20; 2.0.8 is installed",
    "10g": "needs albumentationsx 2.5.1, which is not installed",
    "12e": "pictures and masks out of step: no two splits, and no question that is asked",
    "15b": "says what fork_rng leaves alone; claims no defect",
    "15d": "a picture and its mask out of step: no question that is asked",
}
"""By row. Rows of one library in several versions run with the one that is installed."""
