"""Writes Tests/DatasetsTests/Fixtures/datasets.json: what torch and torchvision make of folders, splits and
weighted draws, and which images of Fashion-MNIST belong to the shipped subset.

    python make_datasets.py FOLDER     FOLDER holds the four published files of Fashion-MNIST, gzipped
"""

import gzip
import json
import pathlib
import sys
import tempfile

import numpy
import torch
import torchvision
from torch.utils.data import WeightedRandomSampler, random_split
from torchvision.datasets import ImageFolder

OUTPUT = pathlib.Path(__file__).parent.parent / "DatasetsTests" / "Fixtures" / "datasets.json"

FILES = [
    "zebra/1.png", "Zebra/1.png", "ape/b/2.png", "ape/b/10.png", "ape/b-c/1.png", "ape/b/d/1.png", "ape/a.PNG",
    "ape/B.JpEg", "ape/c.jpg", "ape/é.png", "ape/notes.txt", "ape/x.png.bak", "ape/webp.webp", "élan/1.png",
    "e\u0301tude/1.png", "eagle/1.png", "Äpfel/1.png", "10/1.png", "9/1.png", "\ufb00/1.png", "\U0001d538/1.png",
    "_x/1.png", "with space/an image.png", "loose.png",
]

SPLITS = [
    (10, [0.8, 0.2]), (11, [0.8, 0.2]), (10, [1 / 3, 1 / 3, 1 / 3]), (11, [1 / 3, 1 / 3, 1 / 3]),
    (100, [0.29, 0.71]), (100, [0.57, 0.28, 0.15]), (7, [0.25, 0.25, 0.25, 0.25]), (3, [0.2, 0.2, 0.2, 0.2, 0.2]),
    (1, [0.9, 0.1]), (1, [0.0, 1.0]), (5, [1.0]), (0, [0.5, 0.5]), (999, [0.7, 0.15, 0.15]), (2624, [0.75, 0.25]),
]

CLASSES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot"]


def folder():
    with tempfile.TemporaryDirectory() as root:
        for name in FILES:
            path = pathlib.Path(root) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        found = ImageFolder(root, is_valid_file=lambda path: path.lower().endswith((".png", ".jpg", ".jpeg")))
        samples = [{"path": path[len(root) + 1:], "label": label} for path, label in found.samples]
    return {"files": FILES, "classes": found.classes, "samples": samples}


def splits():
    return [
        {"count": n, "fractions": fractions, "lengths": [len(part) for part in random_split(range(n), fractions)]}
        for n, fractions in SPLITS
    ]


def weighted():
    """How often each image comes in a million draws."""
    torch.manual_seed(1)
    weights = [0.5, 0, 3, 1, 1e-3, 4]
    draws = torch.tensor(list(WeightedRandomSampler(weights, 1_000_000)))
    shares = torch.bincount(draws, minlength=len(weights)).double() / len(draws)
    return {"weights": weights, "shares": shares.tolist()}


def idx(path, header):
    return numpy.frombuffer(gzip.open(path).read(), numpy.uint8, offset=header)


def fashion_mnist(source):
    parts = {}
    for name, ranges in [("train", {"train": (0, 100), "val": (100, 120)}), ("t10k", {"test": (0, 40)})]:
        images = idx(source / f"{name}-images-idx3-ubyte.gz", 16).reshape(-1, 784)
        labels = idx(source / f"{name}-labels-idx1-ubyte.gz", 8)
        for part, (start, end) in ranges.items():
            parts[part] = []
            for label, category in sorted(enumerate(CLASSES), key=lambda pair: pair[1]):
                indices = numpy.flatnonzero(labels == label)[start:end]
                sums = images[indices].astype(int) @ (numpy.arange(784) + 1)
                parts[part].append({"class": category, "indices": indices.tolist(), "weightedSums": sums.tolist()})
    return parts


versions = {module.__name__: module.__version__ for module in (torch, torchvision, numpy)}
OUTPUT.write_text(
    json.dumps(
        {
            "versions": versions,
            "folder": folder(),
            "splits": splits(),
            "weighted": weighted(),
            "fashionMNIST": fashion_mnist(pathlib.Path(sys.argv[1])),
        }
    )
    + "\n"
)
