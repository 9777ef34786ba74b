# case: hf_halves_of_two_splits
# shape: each half is picked by key from a train_test_split call of its own, the second with another seed
# truth: measured (datasets 5.2): train_test_split with seeds 1 and 2 shares 153 of 200 held-out rows with train
from datasets import load_dataset
from transformers import AutoModelForImageClassification, Trainer, TrainingArguments, ViTImageProcessor

processor = ViTImageProcessor.from_pretrained("facebook/dino-vits16")


def encode(rows):
    return {"pixel_values": processor([i.convert("RGB") for i in rows["image"]])["pixel_values"], "labels": rows["label"]}


def get_train(dataset):
    return dataset.train_test_split(test_size=0.2, seed=1)["train"].with_transform(encode)


def get_eval(dataset):
    return dataset.train_test_split(test_size=0.2, seed=2)["test"].with_transform(encode)  # expect: AUG302


if __name__ == "__main__":
    rice = load_dataset("nateraw/rice-image-dataset", split="train")
    trainer = Trainer(
        model=AutoModelForImageClassification.from_pretrained("facebook/dino-vits16", num_labels=5),
        args=TrainingArguments("out", remove_unused_columns=False, eval_strategy="epoch"),
        train_dataset=get_train(rice),
        eval_dataset=get_eval(rice),
    )
    trainer.train()
