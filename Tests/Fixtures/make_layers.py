"""Writes what PyTorch's layers and losses compute, for the tests of Layers.

    python make_layers.py TESTS_FOLDER

Needs torch, torchvision, safetensors and numpy. The versions are recorded in each file's metadata. All is computed in
double precision and stored in single. Inputs and weights come from the rule; a case's name says what they go through,
and the tests have the same list.
"""

import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from safetensors.torch import save_file
from torch import nn

import rule_fill

folder = Path(sys.argv[1]) / "LayersTests/Fixtures"
versions = {"torch": torch.__version__, "torchvision": torchvision.__version__, "numpy": np.__version__}


def write(name, arrays):
    arrays = {key: value.detach().clone().contiguous().float() for key, value in arrays.items()}
    save_file(arrays, str(folder / f"{name}.safetensors"), metadata=versions)


def numbers(key, shape, low=-2.0, high=2.0):
    return rule_fill.tensor(key, shape, low, high).double()


def backward(y):
    """Goes backward from a projection of the output, so that every number of it counts differently."""
    y.backward(numbers("projection", y.shape, -1, 1))


def measure(out, name, layer, x):
    """The layer's output, and the gradients of its input and of its parameters."""
    layer = rule_fill.fill(layer.double())
    x = x.clone().requires_grad_()
    y = layer(x)
    backward(y)
    out |= {f"{name}.y": y, f"{name}.dx": x.grad}
    out |= {f"{name}.d{key}": value.grad for key, value in layer.named_parameters()}
    return layer


# --- Convolution and linear layers ------------------------------------------------------------------------------

class SameConv2d(nn.Conv2d):
    """TensorFlow's padding: an output of ⌈size / stride⌉, the odd zero below and to the right."""

    def forward(self, x):
        pads = []
        for axis in (1, 0):  # F.pad begins with the last axis
            size, stride, reach = x.shape[2 + axis], self.stride[axis], (self.kernel_size[axis] - 1) * self.dilation[axis]
            total = max((-(-size // stride) - 1) * stride + reach + 1 - size, 0)
            pads += [total // 2, total - total // 2]
        return super().forward(F.pad(x, pads))


def convolution():
    out = {}
    for name, shape, layer in [
        ("plain", [2, 3, 7, 6], nn.Conv2d(3, 5, 3)),
        ("padding 1", [2, 3, 7, 6], nn.Conv2d(3, 5, 3, padding=1, bias=False)),
        ("stride 2", [2, 3, 9, 8], nn.Conv2d(3, 5, 3, stride=2, padding=1)),
        ("stem", [1, 3, 17, 16], nn.Conv2d(3, 8, 7, stride=2, padding=3, bias=False)),
        ("dilation 2", [2, 3, 8, 7], nn.Conv2d(3, 4, 3, padding=2, dilation=2)),
        ("groups 2", [2, 6, 6, 5], nn.Conv2d(6, 4, 3, padding=1, groups=2)),
        ("depthwise", [2, 17, 6, 5], nn.Conv2d(17, 17, 3, padding=1, groups=17)),
        ("depthwise 5, stride 2", [2, 17, 7, 6], nn.Conv2d(17, 17, 5, stride=2, padding=2, groups=17, bias=False)),
        ("1x1", [2, 17, 4, 5], nn.Conv2d(17, 5, 1)),
        ("1x1, stride 2", [2, 5, 7, 6], nn.Conv2d(5, 17, 1, stride=2, bias=False)),
        ("16 to 32 channels", [2, 16, 5, 4], nn.Conv2d(16, 32, 3, padding=1)),
        ("one image, one channel", [1, 1, 5, 5], nn.Conv2d(1, 1, 3)),
        ("same", [2, 3, 6, 7], SameConv2d(3, 5, 3)),
        ("same, stride 2", [2, 3, 8, 7], SameConv2d(3, 5, 3, stride=2)),
        ("same, depthwise 5, stride 2", [1, 17, 8, 7], SameConv2d(17, 17, 5, stride=2, groups=17)),
        ("same, 4x4, dilation 2", [1, 3, 9, 8], SameConv2d(3, 4, 4, dilation=2)),
        ("1x7", [2, 3, 5, 8], nn.Conv2d(3, 4, (1, 7), padding=(0, 3))),
        ("3x5, stride 2x1", [2, 3, 7, 6], nn.Conv2d(3, 4, (3, 5), stride=(2, 1), padding=(1, 2))),
    ]:
        measure(out, name, layer, numbers("x", shape))
    write("convolution", out)


def linear():
    out = {}
    for name, batch, layer in [
        ("bias", 4, nn.Linear(17, 5)), ("no bias", 4, nn.Linear(17, 5, bias=False)), ("batch of one", 1, nn.Linear(5, 3)),
        ("one input, one output", 3, nn.Linear(1, 1)),
    ]:
        measure(out, name, layer, numbers("x", [batch, layer.in_features]))
    write("linear", out)


# --- Batch norm -------------------------------------------------------------------------------------------------

def batch_norm():
    out = {}

    def steps(name, layer, shape, count=1, still=False, change=lambda x: x):
        """Some training steps, whose gradients of the parameters add up, then one in evaluation."""
        layer = rule_fill.fill(layer.double())
        layer.requires_grad_(not still)
        for mode in ["train", "eval"]:
            if mode == "eval":
                out.update({f"{name}.{key}": value.double() for key, value in layer.named_buffers()})
                layer.zero_grad()
                layer.eval()
            for step in range(count if mode == "train" else 1):
                x = change(numbers(f"x{step}", shape, -2, 3)).requires_grad_()
                y = layer(x)
                backward(y)
            out.update({f"{name}.{mode}.y": y, f"{name}.{mode}.dx": x.grad})
            if not still:
                out.update({f"{name}.{mode}.d{key}": value.grad for key, value in layer.named_parameters()})

    def constant(x):
        x[:, 1] = 0.75
        return x

    steps("images", nn.BatchNorm2d(5), [3, 5, 4, 3], count=3)
    steps("momentum 0.01, epsilon 1e-3", nn.BatchNorm2d(4, momentum=0.01, eps=1e-3), [3, 4, 5, 5], count=3)
    steps("features", nn.BatchNorm1d(17), [6, 17], count=2)
    steps("two rows of features", nn.BatchNorm1d(3), [2, 3])
    steps("one image", nn.BatchNorm2d(4), [1, 4, 3, 3])
    steps("frozen scale and shift", nn.BatchNorm2d(4), [3, 4, 3, 3], count=2, still=True)
    steps("a constant channel", nn.BatchNorm2d(3), [2, 3, 3, 3], change=constant)
    steps("numbers around 100", nn.BatchNorm2d(3), [2, 3, 4, 4], change=lambda x: (x.float() + 100).double())
    write("batch-norm", out)


# --- Pooling ----------------------------------------------------------------------------------------------------

class AdaptiveConcatPool2d(nn.Module):
    """fastai's has the maxima first."""

    def __init__(self, size, order):
        super().__init__()
        self.pools, self.order = [nn.AdaptiveMaxPool2d(size), nn.AdaptiveAvgPool2d(size)], order

    def forward(self, x):
        return torch.cat([self.pools[i](x) for i in self.order], 1)


def pooling():
    out = {}
    negative = numbers("x", [2, 3, 7, 6], -3, -1)
    ties = numbers("x", [2, 3, 8, 7]).floor()
    x = numbers("x", [2, 3, 8, 7])
    for name, layer, x in [
        ("max 2", nn.MaxPool2d(2), x),
        ("max 3, stride 2, padding 1", nn.MaxPool2d(3, 2, 1), x),
        ("max 3, stride 2", nn.MaxPool2d(3, 2), x),
        ("max 3, stride 2, ceil", nn.MaxPool2d(3, 2, ceil_mode=True), x),
        ("max 2, stride 3, padding 1, ceil", nn.MaxPool2d(2, 3, 1, ceil_mode=True), x),
        ("max of ties", nn.MaxPool2d(3, 2, 1), ties),
        ("max of negative numbers", nn.MaxPool2d(3, 2, 1), negative),
        ("average 2", nn.AvgPool2d(2), x),
        ("average 3, stride 2, padding 1", nn.AvgPool2d(3, 2, 1), x),
        ("average 3, stride 2, padding 1, not counted", nn.AvgPool2d(3, 2, 1, count_include_pad=False), x),
    ]:
        measure(out, name, layer, x)
    for kind, layer in [("average", nn.AdaptiveAvgPool2d), ("max", nn.AdaptiveMaxPool2d)]:
        for sizes, shape in [((1, 1), [2, 3, 5, 4]), ((2, 2), [2, 3, 6, 4]), ((3, 3), [2, 3, 7, 7]),
                             ((4, 4), [2, 3, 5, 7]), ((5, 5), [2, 3, 3, 4]), ((3, 4), [1, 17, 7, 5])]:
            measure(out, f"adaptive {kind} of {shape[2]}x{shape[3]} to {sizes[0]}x{sizes[1]}", layer(sizes),
                    numbers("x", shape))
    for name, order in [("maximum first", (0, 1)), ("mean first", (1, 0))]:
        for size in [1, 3]:
            measure(out, f"adaptive concat to {size}x{size}, {name}", AdaptiveConcatPool2d(size, order), numbers("x", [2, 3, 7, 5]))
    measure(out, "adaptive max of ties", nn.AdaptiveMaxPool2d(3), numbers("x", [2, 3, 7, 7]).floor())
    write("pooling", out)


# --- Activations and softmax ------------------------------------------------------------------------------------

def activations():
    steps = [0, 1e-30, 1e-20, 1e-7, 1e-3, 0.5, 1, 2, 3, 5, 5.9999995, 6, 6.0000005, 7, 10, 20, 50, 80, 100, 1000]
    x = torch.tensor([sign * step for step in steps for sign in (1, -1)]).double()
    out = {"x": x}
    for name, layer in [("relu", nn.ReLU()), ("relu6", nn.ReLU6()), ("silu", nn.SiLU()), ("sigmoid", nn.Sigmoid())]:
        x = x.detach().requires_grad_()
        y = layer(x)
        y.sum().backward()
        out |= {f"{name}.y": y, f"{name}.dx": x.grad}
    write("activations", out)


def softmaxes():
    out = {}
    for name, x, axis in [
        ("rows", numbers("x", [4, 5], -3, 3), 1),
        ("channels", numbers("x", [2, 5, 3, 2], -3, 3), 1),
        ("large", numbers("x", [4, 5], -3, 3).round() * 1000, 1),
        ("masked", torch.tensor([[1, -torch.inf, 2], [-torch.inf, -torch.inf, 5]]).double(), 1),
    ]:
        measure(out, f"softmax of {name}", nn.Softmax(axis), x)
        measure(out, f"log softmax of {name}", nn.LogSoftmax(axis), x)
    write("softmax", out)


# --- Layers in a row --------------------------------------------------------------------------------------------

def networks():
    """Channels that fill no block of 16, from one kind of layer to the next."""
    out = {}
    for name, shape, layers in [
        ("strided", [3, 3, 13, 11], [
            nn.Conv2d(3, 17, 3, padding=1, bias=False), nn.BatchNorm2d(17), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
            nn.Conv2d(17, 19, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(19), nn.SiLU(),
            nn.AdaptiveAvgPool2d(3), nn.Flatten(), nn.Linear(171, 5)]),
        ("depthwise", [2, 3, 13, 11], [
            nn.Conv2d(3, 17, 1), nn.ReLU6(), nn.Conv2d(17, 17, 5, stride=2, padding=2, groups=17, bias=False),
            nn.BatchNorm2d(17), nn.AvgPool2d(2), nn.Conv2d(17, 33, 1), nn.Sigmoid(), nn.AdaptiveMaxPool2d(2), nn.Flatten(),
            nn.Linear(132, 4)]),
    ]:
        measure(out, name, nn.Sequential(*layers), numbers("x", shape))
    write("networks", out)


# --- Initial weights --------------------------------------------------------------------------------------------

def initial_weights():
    """The deviation and the largest magnitude of many random numbers."""
    torch.manual_seed(1)
    convolution, linear = nn.Conv2d(24, 4096, 3, groups=2), nn.Linear(25, 20000)
    shape = (128, 256, 3, 3)
    out = {}
    for name, values in [
        ("convolution, weight", convolution.weight), ("convolution, bias", convolution.bias),
        ("linear, weight", linear.weight), ("linear, bias", linear.bias),
        ("Kaiming normal, fan-out", nn.init.kaiming_normal_(torch.empty(shape), mode="fan_out", nonlinearity="relu")),
        ("Kaiming normal, fan-in", nn.init.kaiming_normal_(torch.empty(shape))),
    ]:
        out[f"{name}.deviation"] = values.std().reshape(1)
        if "normal" not in name:
            out[f"{name}.largest"] = values.abs().max().reshape(1)
    write("initial-weights", out)


# --- Losses -----------------------------------------------------------------------------------------------------

def losses():
    out = {}
    weights = torch.tensor([0.5, 2.0, 1.0, 0.0, 3.0]).double()
    plain = numbers("logits", [6, 5], -3, 3)
    masked = plain.clone()
    masked[:, 3] = -torch.inf
    for name, logits, options in [
        ("plain", plain, {}),
        ("smoothed", plain, {"label_smoothing": 0.1}),
        ("entirely smoothed", plain, {"label_smoothing": 1.0}),
        ("weighted", plain, {"weight": weights}),
        ("weighted, smoothed", plain, {"weight": weights, "label_smoothing": 0.2}),
        ("ignoring", plain, {"ignore_index": 2}),
        ("ignoring, smoothed", plain, {"ignore_index": 2, "label_smoothing": 0.1}),
        ("ignoring, weighted", plain, {"ignore_index": 2, "weight": weights}),
        ("ignoring, weighted, smoothed", plain, {"ignore_index": 2, "weight": weights, "label_smoothing": 0.2}),
        ("large logits", plain * 1000, {}),
        ("large logits, smoothed", plain * 1000, {"label_smoothing": 0.1}),
        ("a class masked out", masked, {}),
        ("all ignored", plain, {"ignore_index": 7}),
    ]:
        labels = torch.tensor({"all ignored": [7] * 6, "a class masked out": [0, 1, 2, 4, 2, 0]}.get(name, [0, 1, 2, 4, 2, 3]))
        logits = logits.clone().requires_grad_()
        loss = F.cross_entropy(logits, labels, **options)
        loss.backward()
        out |= {f"{name}.loss": loss, f"{name}.grad": logits.grad}
    targets = numbers("targets", [6, 5], 0, 1)
    targets /= targets.sum(1, keepdim=True)
    for name, logits, options in [
        ("probabilities", plain, {}),
        ("probabilities, smoothed", plain, {"label_smoothing": 0.1}),
        ("probabilities, weighted", plain, {"weight": weights}),
        ("probabilities, weighted, smoothed", plain, {"weight": weights, "label_smoothing": 0.2}),
        ("probabilities, large logits", plain * 1000, {}),
    ]:
        logits = logits.clone().requires_grad_()
        loss = F.cross_entropy(logits, targets, **options)
        loss.backward()
        out |= {f"{name}.loss": loss, f"{name}.grad": logits.grad}
    out["probabilities"] = targets
    write("cross-entropy", out)


for section in [convolution, linear, batch_norm, pooling, activations, softmaxes, networks, initial_weights, losses]:
    section()
