# case: ok_trainer_scores_some_training_rows
# shape: the trainer evaluates its validation split, and then some training rows
# truth: nothing: how well training data is fitted is looked at beside validation
from datasets import load_dataset
from transformers import Trainer

ds = load_dataset("beans")
trainer = Trainer(None, None, train_dataset=ds["train"], eval_dataset=ds["validation"])
trainer.train()
trainer.evaluate(eval_dataset=ds["train"].select(range(100)))
