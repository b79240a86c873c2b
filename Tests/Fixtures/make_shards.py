"""Writes a model of three layers as two safetensors files with an index into Tests/WeightsTests/Fixtures/sharded.

Needs torch and safetensors; their versions stand in the index. The index is laid out as the transformers library
writes it. Run from anywhere: python make_shards.py
"""

import json
import pathlib

import safetensors
import torch
from safetensors.torch import save_file

FOLDER = pathlib.Path(__file__).parent.parent / "WeightsTests" / "Fixtures" / "sharded"
VERSIONS = f"torch {torch.__version__}, safetensors {safetensors.__version__}"

first = {"fc1.weight": torch.arange(6, dtype=torch.float32).reshape(3, 2), "fc1.bias": torch.tensor([0.5, 1.5, 2.5])}
second = {
    "fc2.weight": torch.tensor([[1.0, -1.0, 0.25]], dtype=torch.float16),
    "fc2.bias": torch.tensor([3.0], dtype=torch.bfloat16),
    "bn.num_batches_tracked": torch.tensor(7),
}
FOLDER.mkdir(parents=True, exist_ok=True)
places = {}
for number, tensors in enumerate([first, second], start=1):
    shard = f"model-{number:05}-of-00002.safetensors"
    save_file(tensors, FOLDER / shard, metadata={"format": "pt"})
    (FOLDER / shard).chmod(0o644)
    places |= dict.fromkeys(tensors, shard)
size = sum(tensor.nbytes for tensors in [first, second] for tensor in tensors.values())
index = {"metadata": {"total_size": size, "versions": VERSIONS}, "weight_map": places}
text = json.dumps(index, indent=2, sort_keys=True) + "\n"
(FOLDER / "model.safetensors.index.json").write_text(text)
