"""Writes what PyTorch computes, for the tests of Optimizers, and EfficientNet-Lite0 for those of Models.

    python make_core.py TESTS_FOLDER EFFICIENTNET_LITE0.pth SHIPPED.safetensors

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


def write(target, name, arrays):
    arrays = {key: value.detach().clone().contiguous().float() for key, value in arrays.items()}
    save_file(arrays, str(tests / target / "Fixtures" / f"{name}.safetensors"), metadata=versions)


# --- Optimizers -------------------------------------------------------------------------------------------------

def optimizers():
    """Sixty steps on made-up gradients. Parameter `b` has none at every third step and one of zeros at every fourth."""
    cases = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
        "sgd_decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.05),
        "sgd_momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, dampening=0.2, weight_decay=0.01),
        "sgd_nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
        "adam": lambda p: torch.optim.Adam(p),
        "adam_l2": lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1),
        "adamw": lambda p: torch.optim.AdamW(p),
        "adamw_strong": lambda p: torch.optim.AdamW(p, lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.3),
    }
    out = {}
    for name, make in cases.items():
        a = torch.nn.Parameter(rule_fill.tensor("a", (2, 3)))
        b = torch.nn.Parameter(rule_fill.tensor("b", (4,)))
        optimizer = make([a, b])
        trajectory = []
        for step in range(60):
            a.grad = rule_fill.tensor(f"a{step}", a.shape)
            b.grad = rule_fill.tensor(f"b{step}", b.shape)
            if step % 4 == 3:
                b.grad = torch.zeros_like(b)
            if step % 3 == 2:
                b.grad = None
            optimizer.step()
            trajectory.append(torch.cat([a.detach().flatten(), b.detach().flatten()]))
        out[name] = torch.stack(trajectory)
    write("OptimizersTests", "optimizers", out)


def one_cycle():
    out = {}
    for name, options in {
        "default": {}, "fastai": {"pct_start": 0.25, "div_factor": 25, "final_div_factor": 1e5},
        "late": {"pct_start": 0.99},
    }.items():
        parameter = torch.nn.Parameter(torch.zeros(1))
        optimizer = torch.optim.SGD([parameter], lr=0.1, momentum=0.9)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=2.0, total_steps=57, **options)
        rates, momenta = [], []
        for _ in range(57):
            rates.append(optimizer.param_groups[0]["lr"])
            momenta.append(optimizer.param_groups[0]["momentum"])
            optimizer.step()
            if len(rates) < 57:
                schedule.step()
        out[f"{name}.rate"] = torch.tensor(rates)
        out[f"{name}.momentum"] = torch.tensor(momenta)
    write("OptimizersTests", "one-cycle", out)


def clipping():
    out = {}
    for name, limit in {"bites": 0.5, "idle": 100.0}.items():
        parameters = [torch.nn.Parameter(torch.zeros(3, 4)), torch.nn.Parameter(torch.zeros(5))]
        for i, parameter in enumerate(parameters):
            parameter.grad = rule_fill.tensor(f"g{i}", parameter.shape)
        out[f"{name}.norm"] = torch.nn.utils.clip_grad_norm_(parameters, limit)
        for i, parameter in enumerate(parameters):
            out[f"{name}.g{i}"] = parameter.grad
    write("OptimizersTests", "clipping", out)


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


for section in [optimizers, one_cycle, clipping, efficientnet]:
    section()
