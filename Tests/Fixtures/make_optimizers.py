"""Writes what PyTorch computes, for the tests of Optimizers.

    python make_optimizers.py TESTS_FOLDER

Needs torch, numpy and safetensors. Everything is computed in double precision and stored in single. The versions are
recorded in each file's metadata.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch.optim import SGD, Adam, AdamW, RMSprop, lr_scheduler

import rule_fill

tests = Path(sys.argv[1])
versions = {"torch": torch.__version__, "numpy": np.__version__}
# Several schedulers at once warn about the order of their first steps.
warnings.filterwarnings("ignore", module="torch.optim.lr_scheduler")


def write(name, arrays):
    arrays = {key: torch.as_tensor(value).detach().clone().contiguous().float() for key, value in arrays.items()}
    save_file(arrays, str(tests / "OptimizersTests/Fixtures" / f"{name}.safetensors"), metadata=versions)


def filled(key, shape):
    return rule_fill.tensor(key, shape).double()


# --- Optimizers -------------------------------------------------------------------------------------------------

STEPS, SAVED = 60, 30
OPTIMIZERS = {
    "sgd": lambda p: SGD(p, lr=0.1),
    "sgd_decay": lambda p: SGD(p, lr=0.1, weight_decay=0.05),
    "sgd_momentum": lambda p: SGD(p, lr=0.05, momentum=0.9, dampening=0.2, weight_decay=0.01),
    "sgd_nesterov": lambda p: SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adam": lambda p: Adam(p),
    "adam_l2": lambda p: Adam(p, lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1),
    "adamw": lambda p: AdamW(p),
    "adamw_strong": lambda p: AdamW(p, lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.3),
    "rmsprop": lambda p: RMSprop(p),
    "rmsprop_decay": lambda p: RMSprop(p, lr=0.005, alpha=0.9, eps=1e-4, weight_decay=0.1),
    "rmsprop_momentum": lambda p: RMSprop(p, lr=0.002, alpha=0.95, momentum=0.9),
    "rmsprop_centered": lambda p: RMSprop(p, lr=0.005, centered=True, eps=1e-3),
    "rmsprop_all": lambda p: RMSprop(p, lr=0.002, alpha=0.9, eps=1e-3, weight_decay=0.1, momentum=0.8, centered=True),
}


def optimizers():
    """Sixty steps on made-up gradients. Parameter `b` has none at every third step and one of zeros at every fourth.
    The state after half of them is what a run that was cut off would go on from."""
    trajectories, states = {}, {}
    for name, make in OPTIMIZERS.items():
        parameters = {key: torch.nn.Parameter(filled(key, shape)) for key, shape in [("a", (2, 3)), ("b", (4,))]}
        optimizer = make(list(parameters.values()))
        trajectory = []
        for step in range(STEPS):
            if step == SAVED:
                for key, parameter in parameters.items():
                    for word, value in optimizer.state[parameter].items():
                        if value is not None:
                            states[f"{name}/{key}.{word}"] = value.clone()
            for key, parameter in parameters.items():
                parameter.grad = filled(f"{key}{step}", parameter.shape)
            if step % 4 == 3:
                parameters["b"].grad = torch.zeros_like(parameters["b"])
            if step % 3 == 2:
                parameters["b"].grad = None
            optimizer.step()
            trajectory.append(torch.cat([parameter.detach().flatten() for parameter in parameters.values()]))
        trajectories[name] = torch.stack(trajectory)
    write("optimizers", trajectories)
    write("optimizer-states", states)


# --- Schedules --------------------------------------------------------------------------------------------------

RATE = 0.2
SCHEDULES = {
    "step": lambda o: lr_scheduler.StepLR(o, 7, gamma=0.3),
    "multi_step": lambda o: lr_scheduler.MultiStepLR(o, [30, 5, 11, 30]),
    "exponential": lambda o: lr_scheduler.ExponentialLR(o, 0.93),
    "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, 40),
    "cosine_floor": lambda o: lr_scheduler.CosineAnnealingLR(o, 23, eta_min=0.01),
    "restarts": lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 9, eta_min=0.02),
    "restarts_growing": lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 5, T_mult=2, eta_min=0.001),
    "restarts_tripling": lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 3, T_mult=3),
    "triangular": lambda o: lr_scheduler.CyclicLR(o, 0.01, RATE, step_size_up=8),
    "triangular2": lambda o: lr_scheduler.CyclicLR(o, 0.02, RATE, 6, 9, mode="triangular2"),
    "exp_range": lambda o: lr_scheduler.CyclicLR(
        o, 0.05, RATE, 5, 4, mode="exp_range", gamma=0.97, base_momentum=0.7, max_momentum=0.95),
    "cyclic_steady": lambda o: lr_scheduler.CyclicLR(o, 0.01, RATE, 8, cycle_momentum=False),
    "linear": lambda o: lr_scheduler.LinearLR(o),
    "linear_long": lambda o: lr_scheduler.LinearLR(o, 0.001, 0.8, 45),
    "constant": lambda o: lr_scheduler.ConstantLR(o),
    "one_cycle": lambda o: lr_scheduler.OneCycleLR(o, RATE, STEPS),
    "one_cycle_fastai": lambda o: lr_scheduler.OneCycleLR(
        o, RATE, STEPS, pct_start=0.25, div_factor=25, final_div_factor=1e5),
    "one_cycle_late": lambda o: lr_scheduler.OneCycleLR(o, RATE, STEPS, pct_start=0.99),
    "warmup_cosine": lambda o: lr_scheduler.SequentialLR(
        o, [lr_scheduler.LinearLR(o, 0.01, total_iters=10), lr_scheduler.CosineAnnealingLR(o, 49, eta_min=0.004)], [10]),
    "three_in_a_row": lambda o: lr_scheduler.SequentialLR(
        o, [lr_scheduler.ConstantLR(o, 0.1, 100), lr_scheduler.ExponentialLR(o, 0.9), lr_scheduler.StepLR(o, 8)],
        [12, 35]),
}


def schedules():
    """The rate of sixty steps, before each of them, and the momentum where it moves."""
    out = {}
    for name, make in SCHEDULES.items():
        optimizer = SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE, momentum=0.9)
        schedule = make(optimizer)
        rates, momenta = [], []
        for step in range(STEPS):
            rates.append(optimizer.param_groups[0]["lr"])
            momenta.append(optimizer.param_groups[0]["momentum"])
            optimizer.step()
            if step < STEPS - 1:
                schedule.step()
        out[f"{name}.rate"] = torch.tensor(rates, dtype=torch.float64)
        if len(set(momenta)) > 1:
            out[f"{name}.momentum"] = torch.tensor(momenta, dtype=torch.float64)
    write("schedules", out)


PLATEAUS = {
    "default": {},
    "patient": {"patience": 2, "factor": 0.5},
    "absolute": {"patience": 1, "threshold": 0.05, "threshold_mode": "abs", "factor": 0.5},
    "relative": {"patience": 1, "threshold": 0.2, "factor": 0.7},
    "largest": {"mode": "max", "patience": 1, "factor": 0.5, "threshold": 0.02},
    "largest_absolute": {"mode": "max", "patience": 0, "factor": 0.9, "threshold": 0.1, "threshold_mode": "abs"},
    "cooldown": {"patience": 0, "cooldown": 4, "factor": 0.5},
    "floor": {"patience": 0, "factor": 0.3, "min_lr": 0.004},
    "epsilon": {"patience": 0, "factor": 0.5, "eps": 0.01},
}


def plateaus():
    """The rate after each of sixty measured numbers: they improve, get worse again and are noisy. One is not a number."""
    losses = np.exp(-np.arange(STEPS) / 8) + 0.2 * rule_fill.uniform("metric", STEPS) + 0.008 * np.arange(STEPS)
    losses[20] = np.nan
    metrics = {"min": torch.from_numpy(losses).float(), "max": torch.from_numpy(1.5 - losses).float()}
    out = dict(metrics)
    for name, options in PLATEAUS.items():
        optimizer = SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)
        schedule = lr_scheduler.ReduceLROnPlateau(optimizer, **options)
        rates = []
        for metric in metrics[options.get("mode", "min")].tolist():
            schedule.step(metric)
            rates.append(optimizer.param_groups[0]["lr"])
        out[name] = torch.tensor(rates, dtype=torch.float64)
    write("plateaus", out)


# --- Clipping ---------------------------------------------------------------------------------------------------

def clipping():
    out = {}
    for name, limit in {"bites": 0.5, "idle": 100.0}.items():
        parameters = [torch.nn.Parameter(torch.zeros(3, 4).double()), torch.nn.Parameter(torch.zeros(5).double())]
        for i, parameter in enumerate(parameters):
            parameter.grad = filled(f"g{i}", parameter.shape)
        out[f"{name}.norm"] = torch.nn.utils.clip_grad_norm_(parameters, limit)
        for i, parameter in enumerate(parameters):
            out[f"{name}.g{i}"] = parameter.grad
    write("clipping", out)


for section in [optimizers, schedules, plateaus, clipping]:
    section()
