"""A Keras PyDataset in two processes, in threads, and with a generator for each batch: what does fit see?"""

import keras
from bench import common, replaced, run_example, say, write_data
from watched_keras import Listener, seen, shared

BAD = "Keras: a PyDataset"


def fit(section, beginning, *changes):
    """Distinct draws of 64 in epoch 1, and those that epoch 2 has too. Both workers get as many batches."""
    seen.clear()
    run_example("AUG104", section, beginning, replaced(shared, *changes))
    return [len(set(seen[:64])), common(seen[:64], seen[64:])]


write_data(same=True)
keras.Sequential = Listener
init = "        self.batch_size = batch_size\n"
own = [(init, f"{init}        self.rng = np.random.default_rng()\n"), ("np.random.normal", "self.rng.normal")]
say(
    processes=fit("Bad", BAD),
    processes_own=fit("Bad", BAD, *own),
    threads=fit("Bad", BAD, (", use_multiprocessing=True", "")),
    good=fit("Good", "Keras: a generator for each batch"),
)
