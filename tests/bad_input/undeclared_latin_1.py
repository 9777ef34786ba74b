import torch
# entraîné
