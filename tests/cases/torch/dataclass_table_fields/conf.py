from dataclasses import dataclass, field


@dataclass
class DataConf:
    folder: str = "xray_png"
    train_table: str = "meta/fit.csv"
    valid_table: str = "meta/fit.csv"  # allow: AUG301
    test_table: str = "meta/blind.csv"


@dataclass
class Conf:
    data: DataConf = field(default_factory=DataConf)
    lr: float = 1e-4
    epochs: int = 15
    batch: int = 24
