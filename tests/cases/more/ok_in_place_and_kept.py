# case: ok_in_place_and_kept
# shape: Hugging Face calls that act in place or write files, results kept through dict entries, tuples, returns and call arguments
# truth: by reason (documented): set_format, set_transform, reset_format, save_to_disk, push_to_hub, add_faiss_index work by side effect
from datasets import DatasetDict, load_dataset
from torchvision import transforms as T

jitter = T.Compose([T.ColorJitter(0.2, 0.2), T.RandomPerspective(), T.ToTensor()])


def train_rows(rows):
    return {"x": [jitter(image) for image in rows["image"]], "y": rows["label"]}


def renamed(dataset):
    return dataset.rename_column("labels", "label") if "labels" in dataset.column_names else dataset


raw = load_dataset("keremberke/pokemon-classification", name="full")
parts = DatasetDict()
parts["train"], parts["test"] = renamed(raw["train"]), renamed(raw["test"])
parts["train"].set_transform(train_rows)
parts["test"].set_format("numpy", columns=["image", "label"])
parts["test"].reset_format()
print(parts["test"].filter(lambda row: row["label"] == 0).num_rows)
if "embedding" in raw["test"].column_names:
    raw["test"].add_faiss_index("embedding")
parts["test"].select(range(100)).save_to_disk("pokemon_100")
raw["validation"].to_csv("validation.csv")
parts["train"].cleanup_cache_files()
