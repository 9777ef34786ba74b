# case: hf_trainer_eval_is_train
# shape: Hugging Face image classification with Trainer and TrainingArguments; one deterministic with_transform, eval_dataset names the training split
# truth: by reason: both keyword arguments get prepared["train"]; the processor draws nothing
import evaluate
import numpy as np
import torch
from datasets import load_dataset
from transformers import Trainer, TrainingArguments, ViTForImageClassification, ViTImageProcessor

ds = load_dataset("beans")
checkpoint = "google/vit-base-patch16-224-in21k"
processor = ViTImageProcessor.from_pretrained(checkpoint)


def transform(example_batch):
    inputs = processor([x for x in example_batch["image"]], return_tensors="pt")
    inputs["labels"] = example_batch["labels"]
    return inputs


prepared = ds.with_transform(transform)
metric = evaluate.load("accuracy")


def collate_fn(batch):
    return {
        "pixel_values": torch.stack([x["pixel_values"] for x in batch]),
        "labels": torch.tensor([x["labels"] for x in batch]),
    }


def compute_metrics(p):
    return metric.compute(predictions=np.argmax(p.predictions, axis=1), references=p.label_ids)


labels = ds["train"].features["labels"].names
model = ViTForImageClassification.from_pretrained(checkpoint, num_labels=len(labels))
training_args = TrainingArguments(
    output_dir="./vit-base-beans",
    per_device_train_batch_size=16,
    eval_strategy="steps",
    num_train_epochs=4,
    remove_unused_columns=False,
    load_best_model_at_end=True,
)
trainer = Trainer(
    model=model,
    args=training_args,
    data_collator=collate_fn,
    compute_metrics=compute_metrics,
    train_dataset=prepared["train"],
    eval_dataset=prepared["train"],  # expect: AUG301
    tokenizer=processor,
)
trainer.train()
trainer.evaluate(prepared["test"])
