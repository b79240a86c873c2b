"""Fills a model by a rule that Swift knows too (Sources/Weights/RuleFill), so that only inputs and outputs are shipped."""

import numpy as np
import torch

MASK = (1 << 64) - 1


def uniform(key, count):
    """`count` numbers in 0 ..< 1 that depend on the key and the element's index alone."""
    state = 0xCBF29CE484222325  # FNV-1a
    for byte in key.encode():
        state = ((state ^ byte) * 0x100000001B3) & MASK
    with np.errstate(over="ignore"):
        z = np.uint64(state) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)  # SplitMix64's finaliser
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) / 2**24


def tensor(key, shape, low=-1.0, high=1.0):
    """A float32 tensor of numbers in low ..< high."""
    values = low + (high - low) * uniform(key, int(np.prod(shape)))
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def fill(model):
    """Overwrites every parameter and buffer of `model`."""
    with torch.no_grad():
        for key, value in model.state_dict().items():
            if key.endswith("num_batches_tracked"):
                value.zero_()
            elif value.dim() > 1:
                bound = (6 / (value.numel() / value.shape[0])) ** 0.5
                value.copy_(tensor(key, value.shape, -bound, bound))
            elif key.endswith("running_var") or key.endswith("weight"):
                value.copy_(tensor(key, value.shape, 0.5, 1.5))
            else:
                value.copy_(tensor(key, value.shape, -0.1, 0.1))
    return model
