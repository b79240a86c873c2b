"""Writes the fixtures of WeightsTests into Tests/WeightsTests/Fixtures.

Needs torch, numpy and safetensors; their versions stand in the metadata of all_types.safetensors.
Run from anywhere: python make_weights.py
"""

import io
import math
import pathlib
import pickle
import struct
import zipfile
from collections import OrderedDict

import numpy
import safetensors
import torch
from safetensors.torch import save_file

FOLDER = pathlib.Path(__file__).parent.parent / "WeightsTests" / "Fixtures"
VERSIONS = f"torch {torch.__version__}, safetensors {safetensors.__version__}"


def safetensors_file(name, tensors, **metadata):
    save_file(tensors, FOLDER / name, metadata=metadata or None)
    (FOLDER / name).chmod(0o644)


def all_types():
    """One array of every type, a scalar and an empty one; no two of a width lie in the order of their names."""
    tensors = {
        "layer.float64": torch.tensor([[1.5, -2.25], [math.pi, 1e300]], dtype=torch.float64),
        "layer.float32": torch.arange(6, dtype=torch.float32).reshape(2, 3) / 4 - 0.5,
        "layer.float16": torch.tensor([1.0, -0.5, 65504.0], dtype=torch.float16),
        "layer.bfloat16": torch.tensor([1.0, -0.5, 3e38], dtype=torch.bfloat16),
        "layer.int64": torch.tensor([-(2**63), 0, 2**53 + 1], dtype=torch.int64),
        "layer.int32": torch.tensor([-(2**31), 0, 2**31 - 1], dtype=torch.int32),
        "layer.int16": torch.tensor([-(2**15), 0, 2**15 - 1], dtype=torch.int16),
        "layer.int8": torch.tensor([-128, 0, 127], dtype=torch.int8),
        "layer.uint8": torch.tensor([0, 127, 255], dtype=torch.uint8),
        "layer.bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(7, dtype=torch.int64),
        "empty": torch.zeros(0, 3),
    }
    safetensors_file("all_types.safetensors", tensors, versions=VERSIONS)
    odd = {'name with "quotes", \\, /, \n, \x01, é, 雪 and 🦊': torch.tensor([1.0])}
    safetensors_file("odd_names.safetensors", odd, **{"key\t\"\\": "value\r\b\f\x1f/é"})


def conversions():
    """Numbers that are hard to round, and what torch makes of them."""
    edges = []
    for power in [-26, -25, -24, -15, -14, 0, 10, 15]:  # half precision ends at 2^-24 and below 2^16
        for fraction in [1, 1 + 2**-11, 1 + 2**-10, 1 + 3 * 2**-11, 1.5, 1.5 + 2**-12, 2 - 2**-11, 2 - 2**-12]:
            for error in [-(2**-23), 0, 2**-23]:
                edges.append(math.ldexp(fraction + error, power))
    for power in [-149, -140, -133, -127, -126, 127]:  # bfloat16 has float32's range
        for fraction in [1, 1 + 2**-8, 1 + 2**-7, 1 + 3 * 2**-8, 1.5, 2 - 2**-8, 2 - 2**-9]:
            edges.append(math.ldexp(fraction, power))
    edges += [0.0, 65504, 65519.99, 65520, 65536, 1e10, math.inf, math.nan]
    generator = numpy.random.default_rng(0)
    bits = generator.integers(0, 2**32, 300, dtype=numpy.uint32).view(numpy.float32)
    values = numpy.concatenate([numpy.array(edges + [-edge for edge in edges], dtype=numpy.float32), bits])
    floats = torch.tensor(values)
    # Just above a tie of half precision: once rounded to float32 it is a tie.
    doubles = torch.tensor([1 + 2**-11 + 2**-40, -1 - 3 * 2**-11 - 2**-40, 1e-320, 1e39, math.pi], dtype=torch.float64)
    numbers = torch.tensor([-300.75, -1.5, -0.0, 0.25, 1.0, 127.5, 300.0], dtype=torch.float32)
    integers = torch.tensor([-(2**40) - 3, -129, 0, 1, 255, 2**24 + 1, 2**60 + 1], dtype=torch.int64)
    tensors = {
        "floats": floats,
        "floats.float16": floats.to(torch.float16),
        "floats.bfloat16": floats.to(torch.bfloat16),
        "floats.float64": floats.to(torch.float64),
        "doubles": doubles,
        "numbers": numbers,
        "integers": integers,
    }
    for name in ["float16", "bfloat16", "float32"]:
        tensors[f"doubles.{name}"] = doubles.to(getattr(torch, name))
    for name in ["int64", "int32", "int16", "bool"]:
        tensors[f"numbers.{name}"] = numbers.to(getattr(torch, name))
    for name in ["float64", "float32", "float16", "bfloat16", "int32", "int16", "int8", "uint8", "bool"]:
        tensors[f"integers.{name}"] = integers.to(getattr(torch, name))
    safetensors_file("conversions.safetensors", tensors, versions=VERSIONS)


def state_dictionary():
    """Tensors of all types and layouts that a .pth file may hold, not in the order of their names."""
    base = torch.arange(24, dtype=torch.float32)
    shared = torch.tensor([1.0, 2.0, 3.0, 4.0])
    return OrderedDict(
        [
            ("weight", base.reshape(2, 3, 4) * 0.5),
            ("transposed", base.reshape(4, 6).t()),
            ("permuted", base.reshape(2, 3, 4).permute(2, 0, 1)),
            ("channels_last", base.reshape(1, 2, 3, 4).contiguous(memory_format=torch.channels_last)),
            ("every_second", torch.arange(10, dtype=torch.int16)[1::2]),
            ("slice", base[5:9]),
            ("shared.a", shared),
            ("shared.b", shared),
            ("shared.reshaped", shared.view(2, 2)),
            ("expanded", torch.tensor([[1.0], [2.0]]).expand(2, 3)),
            ("parameter", torch.nn.Parameter(torch.tensor([0.5, -0.5]))),
            ("num_batches_tracked", torch.tensor(1234567890123)),
            ("empty", torch.zeros(0, 3)),
            ("float64", torch.tensor([1.5, 1e300], dtype=torch.float64)),
            ("float16.t", torch.tensor([[1.0, 2.0], [-0.5, 65504.0]], dtype=torch.float16).t()),
            ("bfloat16", torch.tensor([1.0, 3e38], dtype=torch.bfloat16)),
            ("int32", torch.tensor([-(2**31), 2**31 - 1], dtype=torch.int32)),
            ("int8.t", torch.tensor([[-128, 0], [127, 1]], dtype=torch.int8).t()),
            ("uint8", torch.tensor([0, 255], dtype=torch.uint8)),
            ("bool", torch.tensor([True, False])),
            ("float64.t", torch.arange(4, dtype=torch.float64).reshape(2, 2).t()),
        ]
    )


def torch_files():
    state = state_dictionary()
    state._metadata = OrderedDict([("", {"version": 1})])
    torch.save(state, FOLDER / "state.pth")
    torch.save(state, FOLDER / "state_protocol5.pth", pickle_protocol=5)
    torch.save(state, FOLDER / "state_legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(state, FOLDER / "state_legacy4.pth", _use_new_zipfile_serialization=False, pickle_protocol=4)
    repacked(FOLDER / "state.pth", FOLDER / "state_deflated.pth", compression=zipfile.ZIP_DEFLATED)
    contiguous = {name: tensor.detach().clone().contiguous() for name, tensor in state.items()}
    safetensors_file("state.safetensors", contiguous, versions=VERSIONS)

    small = OrderedDict([("module.fc.weight", torch.ones(1, 2)), ("module.fc.bias", torch.tensor([0.25]))])
    rest = {"epoch": 3, "loss": [1.5, None, 2**70, -5], "done": (True, False), "notes": {b"bytes": b"\x00\xff"}}
    for name in ["state_dict", "model_state_dict", "model"]:
        torch.save({**rest, name: small, "optimizer": {"lr": 0.1, 0: (torch.ones(2),)}}, FOLDER / f"{name}.pth")
    torch.save({"net": small, "epoch": 3}, FOLDER / "unusual_name.pth")


def refused_files():
    """Files that torch.save wrote, or might have, and that are no state dictionaries."""
    torch.save(torch.nn.Linear(2, 1), FOLDER / "whole_model.pth")
    torch.save(torch.ones(2), FOLDER / "tensor.pth")
    torch.save({"a": torch.ones(2, dtype=torch.complex64)}, FOLDER / "complex.pth")
    torch.jit.script(torch.nn.Identity()).save(str(FOLDER / "torchscript.pt"))
    torch.save({"a": torch.zeros(1).expand(2**20, 2**20)}, FOLDER / "endless.pth")
    torch.save({"a": torch.zeros(8 << 20)}, FOLDER / "bomb.pth")
    repacked(FOLDER / "bomb.pth", FOLDER / "bomb.pth", compression=zipfile.ZIP_DEFLATED)
    torch.save({"a": torch.ones(1)}, FOLDER / "big_endian.pth")
    repacked(FOLDER / "big_endian.pth", FOLDER / "big_endian.pth", byteorder=b"big")
    torch.save({"a": torch.ones(1)}, FOLDER / "short_storage.pth")
    repacked(FOLDER / "short_storage.pth", FOLDER / "short_storage.pth", **{"data/0": b"\0\0\0"})
    torch.save({"a": torch.ones(1)}, FOLDER / "big_endian_legacy.pth", _use_new_zipfile_serialization=False)
    legacy = (FOLDER / "big_endian_legacy.pth").read_bytes()
    place = legacy.index(b"little_endian") + len(b"little_endian")
    place = legacy.index(b"\x88", place)  # the opcode of True
    (FOLDER / "big_endian_legacy.pth").write_bytes(legacy[:place] + b"\x89" + legacy[place + 1 :])

    class Evil:
        def __reduce__(self):
            return eval, ("print('this code ran')",)

    torch.save({"a": torch.ones(1), "b": Evil()}, FOLDER / "eval.pth")
    torch.save({"a": torch.ones(1), "b": Evil()}, FOLDER / "eval_protocol4.pth", pickle_protocol=4)
    # A pickler on this system would write posix.system.
    evil = b"\x80\x02cos\nsystem\nX\x11\x00\x00\x00echo this code ran\x85R."
    with zipfile.ZipFile(FOLDER / "os_system.pth", "w") as archive:
        archive.writestr("archive/data.pkl", evil)
    (FOLDER / "os_system_legacy.pth").write_bytes(legacy_start() + evil)


def python2_file():
    """What PyTorch 0.1 under Python 2 wrote: texts as byte strings, an ordered dictionary from a list of pairs."""
    storage = b"(U\x07storagectorch\nFloatStorage\nU\x0212U\x03cpuK\x04NtQ"
    tensor = b"ctorch._utils\n_rebuild_tensor\n(" + storage + b"K\x01K\x03\x85K\x01\x85tR"
    root = b"\x80\x02ccollections\nOrderedDict\n]]U\x04biasa" + tensor + b"aa\x85R."
    keys = pickle.dumps(["12"], protocol=2)
    data = legacy_start() + root + keys + struct.pack("<q4f", 4, 1, 2, 3, 4)
    loaded = torch.load(io.BytesIO(data), weights_only=True)
    assert loaded["bias"].tolist() == [2, 3, 4], loaded
    (FOLDER / "python2.pth").write_bytes(data)


def legacy_start():
    """The three pickles before the object."""
    facts = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
    return b"".join(pickle.dumps(value, protocol=2) for value in [0x1950A86A20F9469CFC6C, 1001, facts])


def repacked(source, target, compression=zipfile.ZIP_STORED, **contents):
    """Packs the entries of a zip archive again, those in `contents` with other contents."""
    with zipfile.ZipFile(source) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(target, "w", compression, compresslevel=9) as archive:
        for name, data in entries:
            archive.writestr(name, contents.get(name.split("/", 1)[1], data))


FOLDER.mkdir(exist_ok=True)
all_types()
conversions()
torch_files()
refused_files()
python2_file()
