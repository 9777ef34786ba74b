# case: bare_with_transform
# shape: with_transform is used as if it were set_transform; remove_columns and cast_column as statements
# truth: by reason (documented): with_transform, remove_columns and cast_column return a new dataset, set_transform works in place
from datasets import Image, load_dataset
from torch.utils.data import DataLoader
from torchvision.transforms import Compose, Normalize, RandomHorizontalFlip, Resize, ToTensor

augment = Compose([Resize((64, 64)), RandomHorizontalFlip(), ToTensor(), Normalize([0.5], [0.5])])


def transforms(examples):
    return {"input": [augment(image.convert("RGB")) for image in examples["image"]]}


def build(name, cache_dir=None, batch_size=16):
    dataset = load_dataset(name, cache_dir=cache_dir, split="train")
    if "text" in dataset.column_names:
        dataset.remove_columns(["text"])  # expect: AUG205
    dataset.cast_column("image", Image(decode=True))  # expect: AUG205
    dataset.with_transform(transforms)  # expect: AUG205
    return DataLoader(dataset, batch_size=batch_size, shuffle=True)


if __name__ == "__main__":
    print(len(build("huggan/smithsonian_butterflies_subset")))
