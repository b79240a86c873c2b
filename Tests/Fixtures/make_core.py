"""Writes what PyTorch computes, for the tests of Layers, and EfficientNet-Lite0 for those of Models.

    python make_core.py TESTS_FOLDER EFFICIENTNET_LITE0.pth SHIPPED.safetensors

Needs torch, torchvision, safetensors, pillow, numpy and efficientnet_lite_pytorch. The versions are recorded in each
file's metadata.
"""

import sys
from pathlib import Path

import numpy as np
import PIL
import torch
import torch.nn.functional as F
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


def write(target, name, arrays):
    arrays = {key: value.detach().clone().contiguous().float() for key, value in arrays.items()}
    save_file(arrays, str(tests / target / "Fixtures" / f"{name}.safetensors"), metadata=versions)


# --- Losses -----------------------------------------------------------------------------------------------------

def losses():
    out = {}
    cases = {
        "plain": {}, "smoothed": {"label_smoothing": 0.1},
        "weighted": {"weight": torch.tensor([0.5, 2.0, 1.0, 0.0, 3.0])},
        "weighted_smoothed": {"weight": torch.tensor([0.5, 2.0, 1.0, 0.0, 3.0]), "label_smoothing": 0.2},
        "ignoring": {"ignore_index": 2},
    }
    labels = torch.tensor([0, 1, 2, 4, 2, 3])
    for name, options in cases.items():
        logits = rule_fill.tensor("logits", (6, 5), -3, 3).requires_grad_()
        loss = F.cross_entropy(logits, labels, **options)
        loss.backward()
        out[f"{name}.loss"] = loss
        out[f"{name}.grad"] = logits.grad
    write("LayersTests", "cross-entropy", out)


# --- Batch norm -------------------------------------------------------------------------------------------------

def batch_norm():
    out = {}
    for name, momentum, eps in [("default", 0.1, 1e-5), ("tensorflow", 0.01, 1e-3)]:
        layer = rule_fill.fill(torch.nn.BatchNorm2d(4, momentum=momentum, eps=eps))
        for step in range(3):
            x = rule_fill.tensor(f"x{step}", (3, 4, 5, 5), -2, 3).requires_grad_()
            y = layer(x)
            (y * rule_fill.tensor("projection", y.shape)).sum().backward()
        out |= {f"{name}.y": y, f"{name}.dx": x.grad, f"{name}.dweight": layer.weight.grad,
                f"{name}.dbias": layer.bias.grad, f"{name}.running_mean": layer.running_mean,
                f"{name}.running_var": layer.running_var, f"{name}.batches": layer.num_batches_tracked}
        layer.eval()
        out[f"{name}.eval"] = layer(x)
    write("LayersTests", "batch-norm", out)


# --- EfficientNet-Lite0 with its published weights ---------------------------------------------------------------

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
    write("ModelsTests", "efficientnet-lite0", out)


for section in [losses, batch_norm, efficientnet]:
    section()
