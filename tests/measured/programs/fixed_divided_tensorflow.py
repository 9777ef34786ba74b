"""TensorFlow: divided data before and after the fixes: who sees what, and how often."""

import contextlib
import io

import numpy as np
from bench import changed, common, digests, run_example, run_fixed, say, write_data


def flow(names, side):
    """The images of one pass."""
    one = names[f"{side}_flow"]
    one.reset()
    return digests(image for _ in range(len(one)) for image in next(one)[0])


def flows(names):
    train, val = names["train_flow"], names["val_flow"]
    return {
        "sizes": [train.samples, val.samples],
        "common": common(train.filenames, val.filenames),
        "distinct": len({*train.filenames, *val.filenames}),
        "train_new": len({*flow(names, "train")} - {*flow(names, "train")}),
        "val_new": len({*flow(names, "val")} - {*flow(names, "val")}),
    }


def passes(dataset):
    """The images of two passes: how many, how many in the first are distinct, and how many differ."""
    first, second = (digests(dataset.as_numpy_iterator()) for _ in range(2))
    return [len(first), len(set(first)), changed(first, second)]


def seeded(text):
    return text.replace("\n\n\ndef", "\n\ntf.random.set_seed(1)\n\n\ndef", 1)


def drawn(names):
    return digests(names["train_ds"].as_numpy_iterator())


def files(names):
    """Files in both parts, and in either."""
    one, other = names["train_ds"].file_paths, names["val_ds"].file_paths
    return [common(one, other), len({*one, *other})]


def images(dataset):
    return digests(image for batch, _ in dataset.as_numpy_iterator() for image in batch)


def ends(names):
    return [common(names["train_files"], names["val_files"]), len({*names["train_files"], *names["val_files"]})]


def measured():
    flows_bad, flows_good = run_example("AUG203", "Bad", "One Image"), run_fixed("AUG203", "One Image")
    map_bad, map_good = run_example("AUG203", "Bad", "tf.data"), run_fixed("AUG203", "tf.data")
    repeated = [drawn(run_fixed("AUG203", "tf.data", change=seeded)) for _ in range(2)]
    order_bad, order_good = run_example("AUG302", "Bad", "Keras: validation"), run_fixed("AUG302", "Keras: validation")
    return {
        "flows_before": flows(flows_bad),
        "flows": flows(flows_good),
        "flows_stay": [flows_good[f"{s}_flow"].filenames == flows_bad[f"{s}_flow"].filenames for s in ("train", "val")],
        "map_before": {side: passes(map_bad[f"{side}_ds"]) for side in ("train", "val")},
        "map": {side: passes(map_good[f"{side}_ds"]) for side in ("train", "val")},
        "map_val_is_raw": drawn({"train_ds": map_good["val_ds"]}) == digests(np.load("train.npy"))[:16],
        "map_repeats": repeated[0] == repeated[1],
        "seeds_before": files(run_example("AUG302", "Bad", "Keras: two seeds")),
        "seeds": files(run_fixed("AUG302", "Keras: two seeds")),
        "order_before": files(order_bad),
        "order": files(order_good),
        "order_train_stays": sorted(order_bad["train_ds"].file_paths) == sorted(order_good["train_ds"].file_paths),
        "order_val_changes": changed(images(order_good["val_ds"]), images(order_good["val_ds"])),
        "order_train_changes": changed(images(order_good["train_ds"]), images(order_good["train_ds"])),
        "ends_before": ends(run_example("AUG302", "Bad", "Two slices")),
        "ends": ends(run_fixed("AUG302", "Two slices")),
        "subset_before": files(run_example("AUG301", "Bad", "Keras")),
        "subset": files(run_fixed("AUG301", "Keras")),
    }


write_data()
with contextlib.redirect_stdout(io.StringIO()):
    result = measured()
say(**result)
