"""The four programs that this project began with, and one of them repaired."""

from table import row

ROWS = [
    row(
        "S1",
        "story: a seed once, generator functions that augment eagerly: the images are not identical",
        "story_tf_from_generator_seeded",
        may="leak augmented",
    ),
    row(
        "S2",
        "story: one torchvision augmentation for both splits: the images are not identical",
        "story_torch_shared_augmentation_object",
        holds="leak augmented",
    ),
    row(
        "S3",
        "story: a generator from a drawn seed for each image: it raises",
        "story_tf_generator_from_drawn_seed",
        raises="TypeError",
    ),
    row(
        "S3-repaired",
        "story: the same with stateless ops: one augmentation for all images",
        "story_tf_generator_from_drawn_seed_stateless",
        holds="constant",
        may="frozen",
    ),
    row(
        "S4",
        "story: each augmentation seeds the global generator when it is made: nothing is isolated",
        "story_torch_seed_per_augmentation_object",
        holds="leak augmented",
    ),
]
