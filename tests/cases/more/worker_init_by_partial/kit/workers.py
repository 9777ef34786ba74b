import numpy as np


def init_worker(worker_id, seed=0):
    np.random.seed(seed)  # expect: AUG105[E]
