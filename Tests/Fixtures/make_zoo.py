"""Writes what torchvision's models are made of and compute, for the tests of Models.

    python make_zoo.py TESTS_FOLDER

Needs torch, torchvision, safetensors, numpy and efficientnet_lite_pytorch. The versions are recorded in each file.
"""

import sys
from pathlib import Path

import torch
import torch.nn.functional as F
import torchvision
from efficientnet_lite_pytorch import EfficientNet
from safetensors.torch import save_file
from torchvision.models import vgg

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


# --- Logits and gradients ---------------------------------------------------------------------------------------

def gradients(model):
    """For each parameter's gradient its norm and first eight numbers: enough to notice any difference."""
    return {f"grad.{key}": torch.cat([p.grad.norm()[None], p.grad.flatten()[:8]]) for key, p in model.named_parameters()}


def run(name, model, train=False, images=None):
    # In double precision, so that the difference found is this project's rounding alone and not PyTorch's too. Batch
    # statistics of very few values would magnify it.
    batch = 8 if train else 2
    arrays = {} if images is None else {"images": images}
    if images is None:
        images = rule_fill.tensor("images", (batch, 3, 64, 64), -2, 2)
    labels = torch.arange(batch) + 1
    model = rule_fill.fill(model).train(train).double()
    logits = model(images.double())
    F.cross_entropy(logits, labels).backward()
    arrays |= {"logits": logits} | gradients(model)
    if train:
        arrays |= {f"buffer.{k}": v.flatten()[:4] for k, v in model.named_buffers() if "num_batches" not in k}
    arrays = {key: value.detach().clone().contiguous().float() for key, value in arrays.items()}
    save_file(arrays, str(folder / f"{name}.safetensors"), metadata=versions)


def images_off_the_kinks(model, margin=5e-6):
    """Small images for which no input of a ReLU6 lies near 0 or 6. There its slope jumps, and one number that rounding
    puts on the other side changes the gradients of all layers before it by a thousandth."""
    model = rule_fill.fill(model).eval().double()
    nearest = []
    for module in model.modules():
        if isinstance(module, torch.nn.ReLU6):
            module.inplace = False
            module.register_forward_pre_hook(lambda _, x: nearest.append(min(x[0].abs().min(), (x[0] - 6).abs().min())))
    for attempt in range(1000):
        nearest.clear()
        images = rule_fill.tensor(f"images{attempt}", (2, 3, 32, 32), -2, 2)
        with torch.no_grad():
            model(images.double())
        if min(nearest) > margin:
            print(f"attempt {attempt}: {min(nearest):.2e}")
            return images
    raise ValueError(f"no images whose activations are {margin} away from the kinks")


def narrow_vgg(configuration, batch_norm):
    """A VGG with an eighth of the channels: torchvision builds its convolutions, and its classifier by hand."""
    layers = [c if c == "M" else c // 8 for c in vgg.cfgs[configuration]]
    model = vgg.VGG(vgg.make_layers(layers, batch_norm), num_classes=10)
    for index, (inputs, outputs) in {0: (49 * 64, 512), 3: (512, 512), 6: (512, 10)}.items():
        model.classifier[index] = torch.nn.Linear(inputs, outputs)
    return model


def logits_and_gradients():
    for name in ["resnet18", "resnet34", "resnet50", "efficientnet_b0"]:
        run(f"{name}-eval", make(name, num_classes=10))
    for name in ["mobilenet_v2", "efficientnet_lite1"]:
        model = make(name, num_classes=10)
        run(f"{name}-eval", model, images=images_off_the_kinks(model))
    run("resnet18-train", make("resnet18", num_classes=10), train=True)
    run("vgg11-eval", narrow_vgg("A", batch_norm=False))
    run("vgg13-bn-eval", narrow_vgg("B", batch_norm=True))
    for name, train in {"densenet-eval": False, "densenet-train": True}.items():
        run(name, torchvision.models.DenseNet(4, (2, 3, 2, 2), 8, num_classes=10), train=train)


names_and_shapes()
logits_and_gradients()
