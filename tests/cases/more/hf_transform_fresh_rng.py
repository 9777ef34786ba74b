# case: hf_transform_fresh_rng
# shape: the function given to set_transform builds its generator from a number each time rows are read
# truth: by reason: set_transform calls the function for each access, so each access starts at the same draw
import numpy as np
import torch
from datasets import load_dataset
from transformers import AutoImageProcessor, AutoModelForImageClassification, Trainer, TrainingArguments

checkpoint = "google/vit-base-patch16-224-in21k"
processor = AutoImageProcessor.from_pretrained(checkpoint)
food = load_dataset("food101", split="train[:5000]")


def shifted(image, rng):
    pixels = np.asarray(image.convert("RGB").resize((224, 224)))
    return np.roll(pixels, int(rng.integers(-16, 17)), axis=1)


def preprocess_train(rows):
    rng = np.random.default_rng(1234)  # expect: AUG103
    rows["pixel_values"] = processor([shifted(image, rng) for image in rows["image"]], return_tensors="pt")["pixel_values"]
    return rows


def collate(examples):
    return {
        "pixel_values": torch.stack([e["pixel_values"] for e in examples]),
        "labels": torch.tensor([e["label"] for e in examples]),
    }


food.set_transform(preprocess_train)
model = AutoModelForImageClassification.from_pretrained(checkpoint, num_labels=101)
args = TrainingArguments("vit-food", remove_unused_columns=False, num_train_epochs=4, per_device_train_batch_size=32)
Trainer(model=model, args=args, data_collator=collate, train_dataset=food).train()
