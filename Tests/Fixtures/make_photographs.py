"""Writes what EfficientNet-Lite0 computes with its published weights, for the tests of Models.

    python make_photographs.py TESTS_FOLDER EFFICIENTNET_LITE0.pth SHIPPED.safetensors

Needs torch, torchvision, safetensors, pillow, numpy and efficientnet_lite_pytorch. The versions are recorded in each
file's metadata.
"""

import sys
from pathlib import Path

import numpy as np
import PIL
import torch
import torchvision
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image
from safetensors.torch import load_file, save_file

import rule_fill

tests, original, shipped = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
versions = {
    "torch": torch.__version__, "torchvision": torchvision.__version__, "pillow": PIL.__version__,
    "numpy": np.__version__,
}


def photographs(size):
    """Four of the shipped test images as the model wants them."""
    folder = tests.resolve().parent / "Sources/Datasets/Resources/fashion-mnist/test"
    transform = torchvision.transforms.Compose([
        torchvision.transforms.Resize(size), torchvision.transforms.CenterCrop(size),
        torchvision.transforms.ToTensor(),
        torchvision.transforms.Normalize([127 / 255] * 3, [128 / 255] * 3),
    ])
    names = [sorted((folder / name).glob("*.png"))[0] for name in ["ankle-boot", "bag", "dress", "trouser"]]
    return torch.stack([transform(Image.open(name).convert("RGB")) for name in names])


def efficientnet():
    out = {}
    for name, state in {"original": torch.load(original), "shipped": load_file(shipped)}.items():
        model = EfficientNet.from_name("efficientnet-lite0")
        model.load_state_dict({key: value.float() if value.is_floating_point() else value for key, value in state.items()})
        model.eval()
        with torch.no_grad():
            out[f"{name}.logits"] = model(photographs(224))
            out[f"{name}.logits96"] = model(photographs(96))
    save_file(out, str(tests / "ModelsTests/Fixtures/efficientnet-lite0.safetensors"), metadata=versions)


efficientnet()
