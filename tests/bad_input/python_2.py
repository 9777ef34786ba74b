import torch

print 'epoch', 1
