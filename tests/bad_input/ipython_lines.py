import torch

%matplotlib inline
!pip install albumentations
