# case: loop_filters_nothing
# shape: loop over the splits of a DatasetDict, the filtered split is not written back
# truth: measured for the pattern (datasets 5.2): filter and map return a new dataset and leave the old one as it was
import datasets
import torch
from transformers import AutoFeatureExtractor

extractor = AutoFeatureExtractor.from_pretrained("microsoft/resnet-50")
dd = datasets.load_dataset("food101")

for split in ("train", "validation"):
    dd[split].filter(lambda row: row["image"].mode == "RGB")  # expect: AUG205
    print(split, dd[split].num_rows)


def extract(rows):
    rows["pixel_values"] = extractor(rows["image"], return_tensors="np")["pixel_values"]
    return rows


train = dd["train"].map(extract, batched=True, batch_size=32)
dev = dd["validation"].map(extract, batched=True, batch_size=32)
train.set_format("torch", columns=["pixel_values", "label"])
dev.set_format("torch", columns=["pixel_values", "label"])
for rows in torch.utils.data.DataLoader(train, batch_size=64, shuffle=True):
    print(rows["pixel_values"].shape, len(dev))
    break
