# case: ok_stream_of_one_of_many_readers
# shape: a factory returns one of many readers by name, each of which takes its worker's share
# truth: by reason: every reader asks which worker it is in, and skips what belongs to the others
from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Reader:
    def __init__(self, root):
        self.names = sorted(open(f"{root}/names.txt"))

    def load(self, name):
        raise NotImplementedError

    def __iter__(self):
        info = get_worker_info()
        for n, name in enumerate(self.names):
            if n % info.num_workers == info.id:
                yield self.load(name)


class Jpeg(Reader):
    pass


class Png(Reader):
    pass


class Tiff(Reader):
    pass


class Webp(Reader):
    pass


class Raw(Reader):
    pass


class Dicom(Reader):
    pass


class Nifti(Reader):
    pass


class Zarr(Reader):
    pass


class Numpy(Reader):
    pass


class Tar(Reader):
    pass


class Zip(Reader):
    pass


class Lmdb(Reader):
    pass


class Mat(Reader):
    pass


class Csv(Reader):
    pass


class Avi(Reader):
    pass


class Mov(Reader):
    pass


class Gif(Reader):
    pass


class Bmp(Reader):
    pass


def make(kind, root):
    if kind == "jpeg":
        reader = Jpeg(root)
    elif kind == "png":
        reader = Png(root)
    elif kind == "tiff":
        reader = Tiff(root)
    elif kind == "webp":
        reader = Webp(root)
    elif kind == "raw":
        reader = Raw(root)
    elif kind == "dicom":
        reader = Dicom(root)
    elif kind == "nifti":
        reader = Nifti(root)
    elif kind == "zarr":
        reader = Zarr(root)
    elif kind == "numpy":
        reader = Numpy(root)
    elif kind == "tar":
        reader = Tar(root)
    elif kind == "zip":
        reader = Zip(root)
    elif kind == "lmdb":
        reader = Lmdb(root)
    elif kind == "mat":
        reader = Mat(root)
    elif kind == "csv":
        reader = Csv(root)
    elif kind == "avi":
        reader = Avi(root)
    elif kind == "mov":
        reader = Mov(root)
    elif kind == "gif":
        reader = Gif(root)
    else:
        reader = Bmp(root)
    return reader


class Stream(IterableDataset):
    def __init__(self, kind, root):
        self.reader = make(kind, root)

    def __iter__(self):
        for image, label in self.reader:
            yield image, label


def main(args):
    train_loader = DataLoader(Stream(args.kind, "plankton/train"), batch_size=32, num_workers=4)
    for images, labels in train_loader:
        loss = model(images, labels)
        loss.backward()


if __name__ == "__main__":
    main(parser.parse_args())
