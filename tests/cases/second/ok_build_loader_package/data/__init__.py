from .build import build_loader as _build_loader


def build_loader(config, simmim=False):
    if simmim:
        raise NotImplementedError
    return _build_loader(config)
