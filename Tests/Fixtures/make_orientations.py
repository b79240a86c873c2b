"""Writes what Pillow makes of photographs that were stored turned, or are read at a part of their size.

    python Tests/Fixtures/make_orientations.py

Needs Pillow and numpy; their versions are recorded in the file. Bytes are written in base64.
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageOps

rng = np.random.default_rng(20261122)


def text(data):
    return base64.b64encode(data).decode()


def picture(image):
    array = np.asarray(image.convert("RGB"), dtype=np.uint8)
    return {"width": array.shape[1], "height": array.shape[0], "pixels": text(np.ascontiguousarray(array).tobytes())}


def photograph(width, height):
    """Smooth colours, different in every corner."""
    small = Image.fromarray(rng.integers(0, 256, (3, 3, 3)).astype(np.uint8))
    return small.resize((width, height), Image.BICUBIC)


def jpeg(image, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, **options)
    return file.getvalue()


def exif(orientation, order):
    tags = Image.Exif()
    tags.endian = "<" if order == "II" else ">"
    tags[0x010F] = "a maker"
    tags[0x0112] = orientation
    return tags.tobytes()


turned = []
for orientation in range(1, 9):
    for order in ("II", "MM"):
        file = jpeg(photograph(11, 6), exif=exif(orientation, order))
        turned.append({"name": f"{orientation} {order}", "file": text(file),
                       "expected": picture(ImageOps.exif_transpose(Image.open(io.BytesIO(file))))})

reduced = []
for width, height, short in [(48, 40, 38), (48, 40, 20), (49, 41, 10), (40, 67, 5), (48, 40, 3)]:
    file = jpeg(photograph(width, height), progressive=short == 10)
    image = Image.open(io.BytesIO(file))
    scale = max(s for s in (1, 2, 4, 8) if s == 1 or min(width, height) // s >= short)
    image.draft("RGB", (width // scale, height // scale))
    reduced.append({"name": f"{width}x{height} to {short}", "file": text(file), "shortSide": short,
                    "expected": picture(image)})

path = Path(__file__).parent.parent / "ImagesTests" / "Fixtures" / "orientation.json"
path.write_text(json.dumps({
    "turned": turned, "reduced": reduced, "versions": {"Pillow": PIL.__version__, "numpy": np.__version__},
}, indent=1) + "\n")
print([r["expected"]["width"] for r in reduced], path.stat().st_size)
