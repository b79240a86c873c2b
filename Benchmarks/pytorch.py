#!/usr/bin/env python3
"""Measures how fast PyTorch infers or trains here; the other half of `workbook bench`, with the same keys in JSON.

    Benchmarks/pytorch.py --model resnet18 --mode train --batch 32 --size 224 --layout channels_last

Needs torch and torchvision. Models, steps and measures are those of `workbook bench`: see BenchMode.swift and
Stopwatch.swift in Sources/workbook/Bench.
"""

import argparse
import json
import os
import resource
import statistics
import time

import torch
import torchvision

MODES = ["inference", "train", "head-only", "last-block"]
LAYOUTS = ["default", "channels_last", "compiled"]

# The layers behind the fourth pooling, up to the fifth.
LAST_STAGES_OF_VGG = {
    "vgg11": range(16, 20), "vgg11_bn": range(22, 28), "vgg13": range(20, 24), "vgg13_bn": range(28, 34),
    "vgg16": range(24, 30), "vgg16_bn": range(34, 43), "vgg19": range(28, 36), "vgg19_bn": range(40, 52),
}


def learning_parts(model, mode):
    """The names of the head, or of all from the last block on, as in ModelZoo+Parts.swift."""
    if model in LAST_STAGES_OF_VGG:
        stage = [f"features.{index}" for index in LAST_STAGES_OF_VGG[model]]
        head, last_block = "classifier.6", stage + ["classifier.0", "classifier.3"]
    elif model == "mobilenet_v2":
        head, last_block = "classifier.1", ["features.17", "features.18"]
    elif model.startswith("efficientnet"):
        head, last_block = "classifier.1", ["features.7", "features.8"]
    elif model.startswith("densenet"):
        head, last_block = "classifier", ["features.denseblock4", "features.norm5"]
    else:
        head, last_block = "fc", ["layer4"]
    return [head] if mode == "head-only" else last_block + [head]


def prepare(network, model, mode):
    """Sets what may learn and what behaves as in training. What is frozen is in evaluation mode: its statistics stay."""
    if mode == "inference":
        network.eval()
    elif mode == "train":
        network.train()
    else:
        network.eval().requires_grad_(False)
        for name in learning_parts(model, mode):
            network.get_submodule(name).train().requires_grad_(True)


def make_step(network, forward, mode, images, labels):
    """One step as a function to call again and again; `forward` is the network or what was compiled from it."""
    if mode == "inference":
        def infer():
            with torch.inference_mode():
                forward(images)
        return infer
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    # One loop over each parameter instead of several.
    optimizer = torch.optim.SGD(learning, lr=1e-4, momentum=0.9, fused=True)

    def train():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(forward(images), labels).backward()
        optimizer.step()
    return train


def timed(step, count):
    """The seconds of `count` steps; without a count, of as many as fit into ten seconds, but three at least."""
    seconds = []
    while len(seconds) < count if count else sum(seconds) < 10 or len(seconds) < 3:
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return seconds


def middle_half(seconds):
    """How far the middle half of the steps reaches, in seconds."""
    if len(seconds) < 2:
        return 0.0
    first, _, third = statistics.quantiles(seconds, n=4, method="inclusive")
    return third - first


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be 1 or more, not {number}")
    return number


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="torchvision's name of the model")
    parser.add_argument("--mode", required=True, choices=MODES)
    parser.add_argument("--batch", required=True, type=positive)
    parser.add_argument("--size", required=True, type=positive)
    parser.add_argument("--layout", default="default", choices=LAYOUTS)
    parser.add_argument("--repeats", type=positive, help="steps to time; default: as many as fit into 10 seconds")
    parser.add_argument("--warmup", type=int, default=2)
    parser.add_argument("--json", help="a file to write the numbers to")
    return parser.parse_args()


def main():
    options = parse()
    threads = int(os.environ.get("OMP_NUM_THREADS") or len(os.sched_getaffinity(0)))
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    network = torchvision.models.get_model(options.model, weights=None)
    prepare(network, options.model, options.mode)
    images = torch.rand(options.batch, 3, options.size, options.size) * 4 - 2
    labels = torch.randint(1000, (options.batch,))
    forward = network
    if options.layout == "channels_last":
        network.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    elif options.layout == "compiled":
        forward = torch.compile(network)

    step = make_step(network, forward, options.mode, images, labels)
    for _ in range(options.warmup):
        step()
    seconds = timed(step, options.repeats)
    median = statistics.median(seconds)
    result = {
        "model": options.model, "mode": options.mode, "batch": options.batch, "size": options.size,
        "layout": options.layout, "repeats": len(seconds), "warmup": options.warmup, "threads": threads,
        "imagesPerSecond": options.batch / median, "medianSeconds": median, "spread": middle_half(seconds) / median,
        "peakMemoryMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if options.json:
        with open(options.json, "w") as file:
            json.dump(result, file, indent=2, sort_keys=True)
    print(
        f"{options.model} {options.mode} {options.batch}×{options.size} {options.layout}: "
        f"{result['imagesPerSecond']:.1f} images/s, {median:.4f} s a step "
        f"(middle half ±{50 * result['spread']:.1f} %), {result['peakMemoryMB']:,.0f} MB at most, {threads} threads")


if __name__ == "__main__":
    main()
