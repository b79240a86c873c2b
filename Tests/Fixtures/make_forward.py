"""Writes what PyTorch computes for the tests of `workbook forward`, into Tests/WorkbookTests/Fixtures.

Needs torch, torchvision, numpy and safetensors; their versions stand in the files. Run from anywhere:
python make_forward.py
"""

import pathlib

import torch
import torch.nn.functional as F
import torchvision
from safetensors.torch import save_file

import rule_fill

FOLDER = pathlib.Path(__file__).parent.parent / "WorkbookTests" / "Fixtures"
VERSIONS = {"torch": torch.__version__, "torchvision": torchvision.__version__}


def run(name, batch, size, open_blocks, kept):
    """In double precision, so that the difference found is this project's rounding alone.

    `open_blocks` learn and behave as in training, the others are frozen and evaluate; None: all learn, all evaluate.
    """
    model = rule_fill.fill(torchvision.models.resnet18(num_classes=10)).double().eval()
    if open_blocks is not None:
        model.requires_grad_(False)
        for block in open_blocks:
            model.get_submodule(block).train().requires_grad_()
    logits = model(rule_fill.tensor("images", (batch, 3, size, size), -2, 2).double())
    loss = F.cross_entropy(logits, torch.arange(batch) + 1)
    loss.backward()
    parameters = dict(model.named_parameters())
    out = {"logits": logits, "loss": loss} | {f"grad.{key}": parameters[key].grad for key in kept}
    out = {key: value.detach().clone().contiguous().float() for key, value in out.items()}
    save_file(out, FOLDER / name, metadata=VERSIONS)
    (FOLDER / name).chmod(0o644)


kept = ["layer4.1.bn2.weight", "layer4.0.downsample.1.bias", "fc.bias"]
run("forward-eval.safetensors", 2, 32, None, ["bn1.weight", "layer1.0.bn1.bias", "layer2.0.downsample.1.weight", *kept])
run("forward-frozen.safetensors", 8, 64, ["layer4", "fc"], kept)
