def partition(ds, size, train=0.7, val=0.15, test=0.15):
    assert abs(train + val + test - 1) < 1e-6
    n_train, n_val = int(train * size), int(val * size)
    train_ds = ds.take(n_train)
    val_ds = ds.skip(n_train).take(n_val)
    test_ds = ds.skip(n_train).skip(n_val)
    return train_ds, val_ds, test_ds
