"""What a plainly measured run shows, in the words of the rows."""

from collections import Counter


def claims(same, real):
    """The claims that hold by the passes of two runs: with one picture in place of all, and with the real ones."""
    found = set()
    train, validation = passes(same, "train"), passes(same, "validation")
    if train and all(constant(part) for part in by_worker(train[0])):
        found.add("constant")
    if len(train) > 1 and "constant" not in found and alike(flat(train[0]), flat(train[1])):
        found.add("frozen")
    if train and "constant" not in found and train[0]["workers"] > 1:
        parts = by_worker(train[0])
        if alike(parts[0], parts[1]):
            found.add("duplicated")
    if train and validation and "constant" not in found and len(set(flat(validation[0]))) > 2:
        if any(alike(flat(one), flat(other)) for one, other in zip(train, validation)):
            found.add("shared")
    if validation and len(set(flat(validation[0]))) > 1:
        found.add("augmented" if not steady(validation) else "augmented or steady")
    real_train, real_validation = passes(real, "train"), passes(real, "validation")
    if real_train and real_validation and set(flat(real_train[0])) & set(flat(real_validation[0])):
        found.add("leak")
    return found


def passes(run, role):
    return [each for each in run["passes"] if each["role"] == role]


def flat(one):
    return [each for batch in one["batches"] for each in batch]


def by_worker(one):
    """The draws of each worker: batches are given to workers in turn."""
    workers = max(1, one["workers"])
    return [[each for batch in one["batches"][number::workers] for each in batch] for number in range(workers)]


def steady(runs):
    return len(runs) > 1 and alike(flat(runs[0]), flat(runs[1]))


def constant(draws):
    return len(draws) > 1 and Counter(draws).most_common(1)[0][1] >= 0.95 * len(draws)


def alike(one, other):
    """Whether nearly all draws of two series are common, in whatever order, or equal place by place at some lag."""
    n = min(len(one), len(other))
    if len(set(one)) <= 2:
        return False
    if (Counter(one) & Counter(other)).total() >= 0.7 * n:
        return True
    return any(sum(a == b for a, b in zip(one[lag:], other)) >= 0.7 * (n - lag) for lag in range(9))
