from yacs.config import CfgNode as CN

_C = CN()
_C.SEED = 0
_C.DATA = CN()
_C.DATA.ROOT = "data/market"
_C.DATA.TRAIN = "bounding_box_train"
_C.DATA.VAL = "bounding_box_val"
_C.DATA.SIZE = [256, 128]
_C.INPUT = CN()
_C.INPUT.FLIP = 0.5
_C.INPUT.PAD = 10
_C.SOLVER = CN()
_C.SOLVER.BATCH = 64


def get_cfg_defaults():
    return _C.clone()
