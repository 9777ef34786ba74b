import logging
import os
import random

import numpy as np
import tensorflow as tf

log = logging.getLogger("train")


def seed_everything(seed=42):
    os.environ["PYTHONHASHSEED"] = str(seed)
    random.seed(seed)
    np.random.seed(seed)
    tf.random.set_seed(seed)  # expect: AUG101[W]
    log.info("seeded with %d", seed)
