"""Writes what fastai and timm compute, for the tests of Training and of fastai's one-cycle.

    python make_recipes.py TESTS_FOLDER

Needs fastai, timm, torch, numpy and safetensors. Models run in double precision, and everything is stored in single. The
versions are recorded in each file's metadata. Weights and pictures come from the rule; the tests have the same models.
"""

import sys
import tempfile
from pathlib import Path

import fastai
import numpy as np
import timm
import torch
from fastai.callback.core import Callback
from fastai.callback.schedule import combined_cos, steep, valley
from fastai.data.core import DataLoaders
from fastai.data.load import DataLoader
from fastai.learner import AvgSmoothLoss, Learner
from fastai.losses import CrossEntropyLossFlat
from fastai.optimizer import Optimizer, sgd_step
from fastai.vision.learner import create_head
from safetensors.torch import save_file
from timm.optim import param_groups_layer_decay
from torch import nn

import rule_fill

tests = Path(sys.argv[1])
versions = {"fastai": fastai.__version__, "timm": timm.__version__, "torch": torch.__version__, "numpy": np.__version__}


def write(name, arrays):
    arrays = {key: torch.as_tensor(value).detach().clone().contiguous().float() for key, value in arrays.items()}
    save_file(arrays, str(tests / f"{name}.safetensors"), metadata=versions)


# --- Rates ------------------------------------------------------------------------------------------------------

def one_cycle():
    """What the rate is multiplied with at each of sixty steps, and the momentum."""
    out = {}
    for name, rising, div in [("default", 0.25, 25), ("frozen", 0.99, 25), ("unfrozen", 0.3, 5)]:
        rate, momentum = combined_cos(rising, 1 / div, 1, 1 / 1e5), combined_cos(rising, 0.95, 0.85, 0.95)
        out[f"{name}.rate"] = [rate(step / 60) for step in range(60)]
        out[f"{name}.momentum"] = [momentum(step / 60) for step in range(60)]
    write("OptimizersTests/Fixtures/one-cycle-fastai", out)


class Blocks(nn.Module):
    """A stem, four blocks and a head, of which timm knows the layers."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(2, 2)
        self.blocks = nn.ModuleList(nn.Linear(2, 2) for _ in range(4))
        self.head = nn.Linear(2, 2)

    def group_matcher(self, coarse=False):
        return {"stem": r"^stem", "blocks": r"^blocks\.(\d+)"}


def rates():
    """Of each group, as fastai and timm understand them."""
    out = {}
    for count in [1, 2, 3, 6]:
        optimizer = Optimizer([[nn.Parameter(torch.zeros(1))] for _ in range(count)], [sgd_step])
        for name, rate in [("slice(1e-3)", slice(1e-3)), ("slice(1e-5, 1e-3)", slice(1e-5, 1e-3))]:
            optimizer.set_hyper("lr", rate)
            out[f"{name}, {count} groups"] = [float(hypers["lr"]) for hypers in optimizer.hypers]
    groups = param_groups_layer_decay(Blocks(), weight_decay=0.05, layer_decay=0.75)
    out["layer decay 0.75, 6 groups"] = [1e-3 * group["lr_scale"] for group in groups if group["weight_decay"] > 0]
    return out


# --- Heads ------------------------------------------------------------------------------------------------------

class MeanAndMaximum(nn.Module):
    """The other order than fastai's."""

    def forward(self, x):
        return torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)


def heads():
    """Outputs and gradients in both modes; dropout leaves nothing out, because it would draw other numbers elsewhere."""
    out = {}
    article = nn.Sequential(
        MeanAndMaximum(), nn.Flatten(), nn.BatchNorm1d(10), nn.Dropout(0.35), nn.Linear(10, 16), nn.ReLU(),
        nn.BatchNorm1d(16), nn.Dropout(0.35), nn.Linear(16, 3))
    for name, head in [("fastai", create_head(5, 3)), ("article", article)]:
        for mode in [True, False]:
            head = rule_fill.fill(head.double().train(mode))
            case = f"{name}, {'training' if mode else 'evaluating'}"
            for layer in head.modules():
                if isinstance(layer, nn.Dropout):
                    layer.p = 0.0
            head.zero_grad()
            x = rule_fill.tensor("maps", [4, 5, 3, 2], -2, 2).double().requires_grad_()
            y = head(x)
            y.backward(rule_fill.tensor("projection", y.shape).double())
            out |= {f"{case}.y": y, f"{case}.dx": x.grad}
            if mode:
                out |= {f"{case}.d{key}": value.grad for key, value in head.named_parameters()}
    write("ModelsTests/Fixtures/heads", out)


# --- Finding a rate ---------------------------------------------------------------------------------------------

CURVES = {
    "valley": lambda t, noise: 2.3 - 1.5 / (1 + np.exp(-12 * (t - 0.6))) + 6 * np.exp(40 * (t - 1)) + 0.02 * noise,
    "noisy": lambda t, noise: 2.3 - 1.0 / (1 + np.exp(-9 * (t - 0.5))) + 3 * np.exp(30 * (t - 1)) + 0.3 * noise,
    "flat": lambda t, noise: 1 + 0.001 * noise,
    "falling": lambda t, noise: 3 - 2 * t**2,
    "two valleys": lambda t, noise: 2 - 0.5 * np.sin(9 * t) + 2 * t**8 + 0.05 * noise,
}


class Losses:
    """What a smoothed loss looks at."""

    def __init__(self, loss):
        self.loss = loss


def curves():
    """Losses as a test run meets them, smoothed, and what fastai suggests for them."""
    out = {}
    rates = torch.tensor([1e-7 * (10 / 1e-7) ** (step / 100) for step in range(100)], dtype=torch.float64)
    for name, make in CURVES.items():
        noise = rule_fill.uniform(name, 100) - 0.5
        raw = torch.from_numpy(make(np.arange(100) / 100, noise)).float().double()
        smooth, smoothed = AvgSmoothLoss(beta=0.98), []
        smooth.val = torch.tensor(0.0).double()
        for loss in raw:
            smooth.accumulate(Losses(loss))
            smoothed.append(smooth.value.item())
        # The numbers as the test will have them: in single precision.
        smoothed = torch.tensor(smoothed).float().double()
        out |= {f"{name}.raw": raw, f"{name}.smoothed": smoothed}
        for kind, losses in [("raw", raw), ("smoothed", smoothed)]:
            out[f"{name}.{kind}.steep"] = [steep(rates[10:-5], losses[10:-5], 100)[0]]
            out[f"{name}.{kind}.valley"] = [valley(rates[10:-5], losses[10:-5], 100)[0]]
    return out


# --- Fine-tuning ------------------------------------------------------------------------------------------------

def pictures(name, count, classes=3, side=8):
    """Noise of whole numbers 0…255, in which one channel is brighter in each class."""
    images, labels = [], []
    for index in range(count):
        label = index % classes
        pixels = np.floor(rule_fill.uniform(f"{name}{index}", side * side * 3) * 160).reshape(side, side, 3)
        pixels[:, :, label] += 40
        images.append(torch.from_numpy(pixels.transpose(2, 0, 1)) / 255)
        labels.append(label)
    return list(zip(images, labels))


class Recorder(Callback):
    """Every training loss, and every rate and momentum before the step."""

    def before_fit(self):
        self.lists = getattr(self, "lists", {"loss": [], "rate": [], "momentum": []})

    def after_loss(self):
        if self.training:
            self.lists["loss"].append(self.learn.loss.item())
            self.lists["rate"].append([float(hypers["lr"]) for hypers in self.opt.hypers])
            self.lists["momentum"].append(float(self.opt.hypers[-1]["mom"]))


def learner(folder, callbacks=()):
    """A small model of three groups, the last its head, and three batches an epoch."""
    model = nn.Sequential(
        nn.Sequential(nn.Conv2d(3, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU()),
        nn.Sequential(nn.Conv2d(6, 8, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU()),
        nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 3)))
    loaders = [DataLoader(pictures(name, count), bs=8, shuffle=False, drop_last=False, num_workers=0)
               for name, count in [("training", 22), ("validation", 8)]]
    return Learner(
        DataLoaders(*loaders), rule_fill.fill(model.double()), loss_func=CrossEntropyLossFlat(), path=folder,
        splitter=lambda m: [list(part.parameters()) for part in m], cbs=list(callbacks))


def fine_tune():
    """A search for the rate; and two epochs frozen and three unfrozen, with all that fastai does by itself."""
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        search = learner(folder)
        with search.no_bar(), search.no_logging():
            suggested = search.lr_find(start_lr=1e-4, end_lr=10, num_it=50, suggest_funcs=(steep, valley), show_plot=False)
        out["search.rate"], out["search.loss"] = search.recorder.lrs, torch.stack(search.recorder.losses)
        out["search.suggested"] = list(suggested)

        recorder = Recorder()
        tuning = learner(folder, [recorder])
        with tuning.no_bar(), tuning.no_logging():
            tuning.fine_tune(3, base_lr=2e-2, freeze_epochs=2)
        out |= {f"fine-tune.{key}": value for key, value in recorder.lists.items()}
        out |= {f"fine-tune.{key}": value for key, value in tuning.model.state_dict().items()}
    return out


one_cycle()
heads()
write("TrainingTests/Fixtures/recipes", rates() | curves() | fine_tune())
