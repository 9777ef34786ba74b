import tensorflow as tf

AUTO = tf.data.AUTOTUNE


def collect(folder, limit=None):
    files = sorted(tf.io.gfile.glob(f"{folder}/*/*.png"))[:limit]
    names = sorted({f.split("/")[-2] for f in files})
    return files, [names.index(f.split("/")[-2]) for f in files]


def dataset(folder, size, shuffle):
    files, labels = collect(folder)
    ds = tf.data.Dataset.from_tensor_slices((files, labels))
    if shuffle:
        ds = ds.shuffle(len(files))

    def load(file, label):
        picture = tf.io.decode_png(tf.io.read_file(file), channels=3)
        return tf.image.resize(picture, (size, size)) / 255.0, label

    return ds.map(load, num_parallel_calls=AUTO).batch(32)
