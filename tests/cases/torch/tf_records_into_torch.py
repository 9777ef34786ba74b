# case: tf_records_into_torch
# shape: a torch model fed from tf.data: shuffle on the file names, skip and take for the two sides, numpy iterators into torch
# truth: by reason (documented default): this shuffle draws a new order at each iteration, so take and skip cut a new order each epoch
import numpy as np
import tensorflow as tf
import torch
from torch import nn

N_HELD = 500


def parse(path):
    image = tf.io.decode_png(tf.io.read_file(path), channels=1)
    label = tf.strings.to_number(tf.strings.split(path, "_")[-2], tf.int32)
    return tf.image.convert_image_dtype(image, tf.float32), label


def pipelines(pattern, seed):
    names = tf.io.gfile.glob(pattern)
    order = tf.data.Dataset.from_tensor_slices(sorted(names)).shuffle(len(names), seed=seed)  # expect: AUG303
    held = order.take(N_HELD).map(parse).batch(100)
    rest = order.skip(N_HELD).map(parse).shuffle(512).batch(50)
    return rest, held


def as_torch(ds):
    for x, y in ds.as_numpy_iterator():
        yield torch.from_numpy(np.moveaxis(x, -1, 1).copy()), torch.from_numpy(y).long()


rest, held = pipelines("glyphs/*.png", seed=99)
net = nn.Sequential(nn.Conv2d(1, 16, 3, 2), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 26))
opt = torch.optim.Adam(net.parameters())
for epoch in range(10):
    for x, y in as_torch(rest):
        opt.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    with torch.no_grad():
        val = [nn.functional.cross_entropy(net(x), y).item() for x, y in as_torch(held)]
    print(epoch, np.mean(val))
