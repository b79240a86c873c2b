"""Writes what torchvision's models are made of and compute, for the tests of Models.

    python make_zoo.py TESTS_FOLDER [SECTION …]

Needs torch, torchvision, safetensors, numpy and efficientnet_lite_pytorch. The versions are recorded in each file.

Everything is computed in double precision, so that the difference found is this project's rounding alone and not
PyTorch's too.
"""

import copy
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
import torchvision
from efficientnet_lite_pytorch import EfficientNet
from safetensors.torch import save_file
from torchvision.models import vgg
from torchvision.ops import StochasticDepth

import rule_fill

folder = Path(sys.argv[1]) / "ModelsTests/Fixtures"
versions = {"torch": torch.__version__, "torchvision": torchvision.__version__}

FAMILIES = {
    "resnet50": ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"],
    "vgg16_bn": [f"vgg{depth}{suffix}" for depth in [11, 13, 16, 19] for suffix in ["", "_bn"]],
    "densenet121": ["densenet121", "densenet161", "densenet169", "densenet201"],
    "mobilenet_v2": ["mobilenet_v2"],
    "efficientnet_b0": [f"efficientnet_b{size}" for size in range(4)],
    "efficientnet_lite0": [f"efficientnet_lite{size}" for size in range(3)],
}


def make(name, **options):
    if name.startswith("efficientnet_lite"):
        # Without a size of its own the package pads to fit each image, as TensorFlow does.
        return EfficientNet.from_name(name.replace("_", "-"), image_size=None, **options)
    return getattr(torchvision.models, name)(**options)


# --- Names and shapes -------------------------------------------------------------------------------------------

def fnv1a(text):
    state = 0xCBF29CE484222325
    for byte in text.encode():
        state = ((state ^ byte) * 0x100000001B3) & rule_fill.MASK
    return state


def names_and_shapes():
    """One line a model: its name, how many entries and parameters it has, and the hash of its sorted entries. And for
    one model of each family the entries themselves."""
    with open(folder / "zoo.txt", "w") as summary, open(folder / "keys.txt", "w") as keys:
        summary.write("# " + ", ".join(f"{name} {version}" for name, version in versions.items()) + "\n")
        for representative, family in FAMILIES.items():
            for name in family:
                with torch.device("meta"):
                    model = make(name)
                entries = sorted(f"{key} {list(value.shape)}" for key, value in model.state_dict().items())
                parameters = sum(p.numel() for p in model.parameters())
                summary.write(f"{name} {len(entries)} {parameters} {fnv1a(chr(10).join(entries)):016x}\n")
                if name == representative:
                    keys.writelines(f"{name} {entry}\n" for entry in entries)


# --- What the published weights expect --------------------------------------------------------------------------

def presets():
    """One line a set of weights: model, weights, crop, short side, interpolation, mean, deviation, and the hash of the
    class names."""
    with open(folder / "presets.txt", "w") as file:
        for name in [name for family in FAMILIES.values() for name in family if not name.startswith("efficientnet_lite")]:
            for weights in torchvision.models.get_model_weights(name):
                # Weights that were trained otherwise, on larger images or other labels, are left out.
                if weights.name not in ["IMAGENET1K_V1", "IMAGENET1K_V2"]:
                    continue
                transform = weights.transforms()
                classes = fnv1a(chr(10).join(weights.meta["categories"]))
                numbers = [transform.crop_size[0], transform.resize_size[0], transform.interpolation.value,
                           *transform.mean, *transform.std, f"{classes:016x}"]
                file.write(f"{name} {weights.name} {' '.join(map(str, numbers))}\n")


# --- Models and images ------------------------------------------------------------------------------------------

def narrow_vgg(name):
    """A VGG with an eighth of the channels: torchvision builds its convolutions, and its classifier by hand."""
    depth, _, batch_norm = name.removeprefix("vgg").partition("_")
    configuration = {"11": "A", "13": "B", "16": "D", "19": "E"}[depth]
    layers = [c if c == "M" else c // 8 for c in vgg.cfgs[configuration]]
    model = vgg.VGG(vgg.make_layers(layers, bool(batch_norm)), num_classes=10)
    for index, (inputs, outputs) in {0: (49 * 64, 512), 3: (512, 512), 6: (512, 10)}.items():
        model.classifier[index] = torch.nn.Linear(inputs, outputs)
    return model


def filled(name):
    """A model for ten classes, filled by the rule, that leaves nothing to chance: no dropout, no stochastic depth."""
    if name.startswith("vgg"):
        model = narrow_vgg(name)
    elif name == "small_densenet":
        model = torchvision.models.DenseNet(4, (2, 3, 2, 2), 8, num_classes=10)
    elif name.startswith("efficientnet_lite"):
        model = make(name, num_classes=10, drop_connect_rate=0.0)
    else:
        model = make(name, num_classes=10)
    rule_fill.fill(model)
    if has_kinks(model):
        # What reaches ReLU6 lies around 2 instead of 0: many inputs still lie below 0 or above 6, but few near either.
        # Around 0, so many lie near it that none of a hundred batches of training images keeps all of them three times
        # as far away as rounding reaches.
        move_shifts(model, 2)
    elif name == "small_densenet":
        # With a shift near 0, scaling the first batch norm only scales what ReLU lets through, which the batch norms
        # behind undo: its gradient is what large terms leave when they cancel, and PyTorch in single precision is off
        # by up to 1e-3.
        move_shifts(model, -0.5)
    return model.double()


def move_shifts(model, by):
    """Adds `by` to what every batch norm adds."""
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.bias += by


def has_kinks(model):
    return any(isinstance(module, torch.nn.ReLU6) for module in model.modules())


def training_shape(model):
    """Batch and side. The fewer numbers there are, the farther all of them can be from the kinks; but batch norm needs
    some in each channel."""
    return (4, 48) if has_kinks(model) else (8, 64)


def set_mode(model, train):
    model.train(train)
    for module in model.modules():
        if isinstance(module, (torch.nn.Dropout, StochasticDepth)):
            module.eval()
    return model


def images_off_the_kinks(model, shape, margin=5):
    """The first images for which every input of a ReLU6 is `margin` times farther from 0 and 6 than rounding moves it,
    and their number. There the slope jumps: one number that rounding puts on the other side changes the gradients of
    all layers before it by a thousandth, in PyTorch too, where single precision then differs from double, and one
    thread from two, by up to 7e-3. Rounding is what single precision differs by, on average in the same channel."""
    if not has_kinks(model):
        return rule_fill.tensor("images0", shape, -2, 2), 0
    double, single = relu6_inputs(copy.deepcopy(model)), relu6_inputs(copy.deepcopy(model).float())
    best = (0.0, 0)
    for attempt in range(1000):
        images = rule_fill.tensor(f"images{attempt}", shape, -2, 2)
        nearest = float("inf")
        for x, rounded in zip(double(images.double()), single(images)):
            others = [dimension for dimension in range(x.dim()) if dimension != 1]
            rounding = (x - rounded).square().mean(others, keepdim=True).sqrt().clamp(min=1e-9)
            nearest = min(nearest, (torch.minimum(x.abs(), (x - 6).abs()) / rounding).min().item())
        if nearest > margin:
            return images, attempt
        best = max(best, (nearest, attempt))
    raise ValueError(f"no images whose activations are {margin} roundings away from the kinks; the best are {best}")


def relu6_inputs(model):
    """A function from images to what each ReLU6 of the model is given."""
    inputs = []
    for module in model.modules():
        if isinstance(module, torch.nn.ReLU6):
            module.inplace = False
            module.register_forward_pre_hook(lambda _, given: inputs.append(given[0]))

    def run(images):
        inputs.clear()
        with torch.no_grad():
            model(images)
        return list(inputs)

    return run


def write(name, arrays):
    arrays = {key: value.detach().clone().contiguous().float() for key, value in arrays.items()}
    save_file(arrays, str(folder / f"{name}.safetensors"), metadata=versions)


# --- Every model, evaluating ------------------------------------------------------------------------------------

def whole_zoo():
    """Logits, and of each parameter's gradient the norm and the first two numbers, parameters sorted by name."""
    arrays = {}
    for name in [name for family in FAMILIES.values() for name in family]:
        model = set_mode(filled(name), train=False)
        # At 64 pixels B3's logits are around 200, and its gradients hang on logits' differences that rounding moves:
        # PyTorch in single precision is then off by 7e-4 to 5e-2, at 32 pixels by 1e-5.
        side = 32 if has_kinks(model) or name == "efficientnet_b3" else 64
        images, attempt = images_off_the_kinks(model, (2, 3, side, side))
        logits = model(images.double())
        F.cross_entropy(logits, torch.arange(2) + 1).backward()
        gradients = [parameter.grad.flatten() for _, parameter in sorted(model.named_parameters())]
        arrays |= {
            f"{name}.images": torch.tensor([attempt, 2, side]),
            f"{name}.logits": logits,
            f"{name}.gradients": torch.stack([torch.cat([g.norm()[None], g[:2]]) for g in gradients]),
        }
        print(name, attempt, logits.abs().max().item())
    write("zoo", arrays)


# --- One model of each family in three modes --------------------------------------------------------------------

# And the half of it that is frozen in the third mode and in the trajectories.
REPRESENTATIVES = {
    "resnet18": ["conv1", "bn1", "layer1", "layer2"],
    "vgg13_bn": [f"features.{index}" for index in range(17)],
    "small_densenet": ["features.conv0", "features.norm0", "features.denseblock1", "features.transition1",
                       "features.denseblock2", "features.transition2"],
    "mobilenet_v2": [f"features.{index}" for index in range(10)],
    "efficientnet_b0": [f"features.{index}" for index in range(5)],
    "efficientnet_lite1": ["_conv_stem", "_bn0"] + [f"_blocks.{index}" for index in range(9)],
}


def freeze(model, names):
    """What this project's `freeze` does: nothing learns, and batch norm evaluates also while the model trains."""
    for name in names:
        block = model.get_submodule(name).eval()
        for parameter in block.parameters():
            parameter.requires_grad = False


def three_modes():
    """Logits; of each gradient the norm and the first eight numbers; of each buffer the first four."""
    for name, frozen in REPRESENTATIVES.items():
        for mode in ["eval", "train", "frozen"]:
            model = set_mode(filled(name), train=mode != "eval")
            if mode == "frozen":
                freeze(model, frozen)
            batch, side = (2, 32 if has_kinks(model) else 64) if mode == "eval" else training_shape(model)
            images, attempt = images_off_the_kinks(model, (batch, 3, side, side))
            logits = model(images.double())
            F.cross_entropy(logits, torch.arange(batch) + 1).backward()
            arrays = {"images": torch.tensor([attempt, batch, side]), "logits": logits}
            for key, parameter in model.named_parameters():
                if parameter.grad is not None:
                    gradient = parameter.grad.flatten()
                    arrays[f"grad.{key}"] = torch.cat([gradient.norm()[None], gradient[:8]])
            if mode != "eval":
                arrays |= {f"buffer.{k}": v.flatten()[:4] for k, v in model.named_buffers() if "num_batches" not in k}
            write(f"{name}-{mode}", arrays)
            print(name, mode, attempt)


# --- Twenty steps of fine-tuning --------------------------------------------------------------------------------

def trajectories():
    """The loss at each of twenty steps with half of the network frozen, and the sums of what was learned at the end."""
    arrays = {}
    for name, frozen in REPRESENTATIVES.items():
        model = set_mode(filled(name), train=True)
        freeze(model, frozen)
        optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.002, momentum=0.9,
                                    weight_decay=1e-4)
        # One batch again and again: the loss falls smoothly. With others at each step, training by eight images is so
        # jumpy that after ten steps PyTorch in single precision no longer follows PyTorch in double.
        # The images keep off the kinks at the first step. At later ones some activations come near again; PyTorch in
        # single precision still follows within 1e-6.
        batch, side = training_shape(model)
        images, attempt = images_off_the_kinks(model, (batch, 3, side, side))
        losses = []
        for step in range(20):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images.double()), torch.arange(batch) + 1)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        arrays[f"{name}.images"] = torch.tensor([attempt, batch, side])
        arrays[f"{name}.losses"] = torch.tensor(losses, dtype=torch.float64)
        arrays[f"{name}.norms"] = torch.stack([p.norm() for _, p in sorted(model.named_parameters())])
        print(name, [round(loss, 4) for loss in losses])
    write("trajectories", arrays)


for section in [names_and_shapes, presets, whole_zoo, three_modes, trajectories]:
    if len(sys.argv) < 3 or section.__name__ in sys.argv[2:]:
        section()
