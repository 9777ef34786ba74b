_BUILDERS = {}


def register(name):
    def keep(fn):
        _BUILDERS[name] = fn
        return fn
    return keep


def create(name, **kwargs):
    return _BUILDERS[name](**kwargs)
