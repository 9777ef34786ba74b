"""Runs every example of every page from beginning to end, and reads a batch of what it builds."""

import torchvision_shim  # noqa: F401
from bench import run_example, say, write_data
from page_examples import examples, pages

UNREADABLE = ("AUG900", "Bad")
BUILT = (
    "train_loader",
    "val_loader",
    "test_loader",
    "train_ds",
    "val_ds",
    "train_flow",
    "val_flow",
    "train_set",
    "val_set",
)

write_data()
failed, read, missing = {}, 0, set()
for example in (each for code in pages() for each in examples(code)):
    if (example.code, example.section) == UNREADABLE or "setup.ipynb" in example.files:
        continue
    try:
        names = run_example(example.code, example.section, example.title)
        for name in BUILT:
            if name in names:
                next(iter(names[name]))
                read += 1
    except ModuleNotFoundError as error:
        missing.add(error.name)
    except Exception as error:
        failed[str(example)] = repr(error)[:300]
say(failed=failed, read=read, missing=sorted(missing))
