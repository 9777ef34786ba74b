"""What methods of Hugging Face datasets leave behind when their result is thrown away."""

import numpy as np
from bench import changed, digests, run_example, say, write_data
from datasets import disable_progress_bars

disable_progress_bars()


def rows(dataset):
    return digests(np.asarray(row["pixels"], "float64") for row in dataset)


def counted(row):
    ran.append(1)
    return {"pixels": [0.0 for _ in row["pixels"]]}


def zeros(batch):
    return {"pixels": [[0.0] * len(row) for row in batch["pixels"]]}


write_data()
file = digests(np.load("train.npy").mean(axis=(2, 3)).astype("float64"))
bad = run_example("AUG205", "Bad", "Hugging Face")["train_ds"]
bad.reset_format()
good = run_example("AUG205", "Good", "Hugging Face: results")["train_ds"]
in_place = run_example("AUG205", "Good", "Hugging Face: set_transform")
plain = in_place["rows"]("train.npy")

ran = []
plain.map(counted)
after_map = changed(rows(plain), file)
plain.shuffle(seed=1)
after_shuffle = changed(rows(plain), file)
plain.with_transform(zeros)
after_with = changed(rows(plain), file)
plain.set_transform(zeros)
after_set = changed(rows(plain), file)
say(
    drawn=len(file),
    bad_changed=changed(rows(bad), file),
    map_ran=len(ran),
    after_map=after_map,
    after_shuffle=after_shuffle,
    after_with_transform=after_with,
    after_set_transform=after_set,
    good_changed=changed(rows(good), file),
    good_flipped=changed(rows(in_place["train_ds"]), file),
    good_in_place_type=type(in_place["val_ds"][0]["pixels"]).__name__,
)
