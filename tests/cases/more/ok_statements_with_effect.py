# case: ok_statements_with_effect
# shape: statements whose method names look like dataset methods: save, adapt, shuffle, filter, map, batch of other kinds of object
# truth: by reason: each acts by side effect, or its value is used in a condition, an argument or a walrus
import numpy as np
import pandas as pd
import tensorflow as tf


class MiniBatches:
    def __init__(self, rows):
        self.rows, self.size = rows, None

    def batch(self, size):
        self.size = size

    def __iter__(self):
        return iter(np.array_split(self.rows, len(self.rows) // self.size))


frame = pd.read_parquet("cells.parquet")
rows = np.arange(len(frame))
np.random.default_rng(4).shuffle(rows)
batches = MiniBatches(rows)
batches.batch(256)

pixels = np.stack(frame["pixels"]).astype("float32")
ds = tf.data.Dataset.from_tensor_slices((pixels, frame["kind"].to_numpy()))
n_bright = (bright := ds.filter(lambda x, y: tf.reduce_mean(x) > 0.5)).reduce(0, lambda n, _: n + 1)
normalise = tf.keras.layers.Normalization()
normalise.adapt(ds.map(lambda x, y: x).batch(64))
bright.save("bright_cells")
training = True
ds = ds.shuffle(4096) if training else ds.take(1000)
model = tf.keras.Sequential([normalise, tf.keras.layers.Dense(5)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(ds.batch(64), epochs=3)
print(int(n_bright), sum(len(b) for b in batches))
