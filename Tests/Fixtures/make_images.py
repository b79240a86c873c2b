"""Writes the fixtures of ImagesTests: small pictures, and what Pillow and torchvision make of them.

    python Tests/Fixtures/make_images.py

Needs torch, torchvision, Pillow (13 or later: it resizes in another order than its predecessors) and numpy. The
versions used are recorded in every file. Bytes are written in base64.
"""

import base64
import inspect
import io
import json
import math
import struct
import zlib
from pathlib import Path

import numpy as np
import PIL
import torch
import torchvision
import torchvision.transforms as T
import torchvision.transforms.functional as F
from PIL import Image
from torchvision.transforms import InterpolationMode

import rule_fill

folder = Path(__file__).parent.parent / "ImagesTests" / "Fixtures"
rng = np.random.default_rng(20240607)


def text(data):
    return base64.b64encode(data).decode()


def picture(image):
    array = np.ascontiguousarray(np.asarray(image, dtype=np.uint8))
    assert array.ndim == 3 and array.shape[2] == 3
    return {"width": array.shape[1], "height": array.shape[0], "pixels": text(array.tobytes())}


def write(name, **contents):
    contents["versions"] = {
        "torch": torch.__version__, "torchvision": torchvision.__version__, "Pillow": PIL.__version__,
        "numpy": np.__version__,
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(contents, indent=1) + "\n")
    print(path.name, path.stat().st_size)


# A busy picture: noise, so that every rounding shows, and full black and white, so that filters overshoot.

def busy(width, height):
    noise = rng.integers(0, 256, (height, width, 3))
    extremes = (rng.random((height, width, 1)) < 0.5) * 255
    return Image.fromarray(np.where(rng.random((height, width, 1)) < 0.6, noise, extremes).astype(np.uint8))


# PNG: an encoder for every kind of file, because Pillow writes only some of them.

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width, height, depth, kind, interlaced=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced))


def packed_rows(samples, depth):
    """The scanlines of `samples` [height, width, channels], each with a different filter."""
    height, width, channels = samples.shape
    step = max(1, channels * depth // 8)
    previous = None
    result = b""
    for y in range(height):
        flat = samples[y].reshape(-1)
        if depth == 16:
            row = flat.astype(">u2").tobytes()
        elif depth == 8:
            row = flat.astype(np.uint8).tobytes()
        else:
            bits = "".join(f"{v:0{depth}b}" for v in flat)
            bits += "0" * (-len(bits) % 8)
            row = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
        above = previous or bytes(len(row))
        kind = y % 5
        filtered = bytearray()
        for i, value in enumerate(row):
            a = row[i - step] if i >= step else 0
            b = above[i]
            c = above[i - step] if i >= step else 0
            p = a + b - c
            nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            filtered.append((value - (0, a, b, (a + b) // 2, nearest)[kind]) % 256)
        result += bytes([kind]) + bytes(filtered)
        previous = row
    return result


def png(samples, depth, kind, *, interlaced=False, before=b"", palette=None, transparency=None):
    height, width, _ = samples.shape
    if interlaced:
        passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
        parts = [samples[y::dy, x::dx] for y, x, dy, dx in passes]
        rows = b"".join(packed_rows(part, depth) for part in parts if part.size)
    else:
        rows = packed_rows(samples, depth)
    data = b"\x89PNG\r\n\x1a\n" + header(width, height, depth, kind, int(interlaced)) + before
    if palette is not None:
        data += chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    if transparency is not None:
        data += chunk(b"tRNS", transparency)
    compressed = zlib.compress(rows, 9)
    half = len(compressed) // 2
    return data + chunk(b"IDAT", compressed[:half]) + chunk(b"IDAT", compressed[half:]) + chunk(b"IEND", b"")


def to_8_bits(samples, depth):
    """The nearest number out of 0…255, as libpng's png_set_scale_16 and png_set_expand find it."""
    return np.round(samples * 255 / (2**depth - 1)).astype(np.int64)


def over_white_16(rgb, alpha):
    """16-bit transparency: multiplied by alpha in 16 bits, as libpng does, then laid over white and reduced."""
    multiplied = (2 * rgb * alpha + 65535) // (2 * 65535)
    return Image.fromarray(((multiplied + 65535 - alpha + 128) // 257).astype(np.uint8))


def over_white(rgb, alpha):
    rgba = np.dstack([rgb, alpha]).astype(np.uint8)
    white = Image.new("RGBA", (rgba.shape[1], rgba.shape[0]), (255, 255, 255, 255))
    return Image.alpha_composite(white, Image.fromarray(rgba)).convert("RGB")


def png_cases():
    width, height = 9, 7
    cases = []

    def add(name, data, rgb, alpha=None, pillow=True):
        if isinstance(rgb, Image.Image):
            expected = rgb
        else:
            expected = over_white(rgb, np.full((height, width), 255) if alpha is None else alpha)
        if pillow:
            opened = Image.open(io.BytesIO(data)).convert("RGBA")
            white = Image.new("RGBA", opened.size, (255, 255, 255, 255))
            assert (np.asarray(Image.alpha_composite(white, opened).convert("RGB")) == np.asarray(expected)).all(), name
        cases.append({"name": name, "file": text(data), "expected": picture(expected)})

    for interlaced in (False, True):
        suffix = ", interlaced" if interlaced else ""
        for depth in (1, 2, 4, 8, 16):
            grey = rng.integers(0, 2**depth, (height, width, 1))
            rgb = np.repeat(to_8_bits(grey, depth), 3, axis=2)
            clear = grey[3, 4, 0]
            add(f"grey {depth} bit{suffix}", png(grey, depth, GREY, interlaced=interlaced), rgb, pillow=depth < 16)
            if not interlaced:
                add(f"grey {depth} bit, one transparent shade",
                    png(grey, depth, GREY, transparency=struct.pack(">H", clear)), rgb,
                    np.where(grey[..., 0] == clear, 0, 255), pillow=depth == 8)
        for depth in (1, 2, 4, 8):
            colors = rng.integers(0, 256, (2**min(depth, 5), 3))
            index = rng.integers(0, len(colors), (height, width, 1))
            rgb = colors[index[..., 0]]
            add(f"palette {depth} bit{suffix}", png(index, depth, PALETTE, interlaced=interlaced, palette=colors), rgb)
            if not interlaced:
                alpha = rng.integers(0, 256, len(colors) - 1)
                add(f"palette {depth} bit, transparent",
                    png(index, depth, PALETTE, palette=colors, transparency=alpha.astype(np.uint8).tobytes()), rgb,
                    np.append(alpha, 255)[index[..., 0]])
        for depth in (8, 16):
            top = 2**depth
            rgba = rng.integers(0, top, (height, width, 4))
            eight = to_8_bits(rgba, depth)
            grey = np.repeat(eight[..., :1], 3, axis=2)
            add(f"RGB {depth} bit{suffix}", png(rgba[..., :3], depth, RGB, interlaced=interlaced), eight[..., :3],
                pillow=depth == 8)
            color, shades = png(rgba, depth, RGBA, interlaced=interlaced), png(
                rgba[..., [0, 3]], depth, GREY_ALPHA, interlaced=interlaced)
            if depth == 8:
                add(f"RGBA 8 bit{suffix}", color, eight[..., :3], eight[..., 3])
                add(f"grey and alpha 8 bit{suffix}", shades, grey, eight[..., 3])
            else:
                alpha = rgba[..., 3:]
                add(f"RGBA 16 bit{suffix}", color, over_white_16(rgba[..., :3], alpha), pillow=False)
                add(f"grey and alpha 16 bit{suffix}", shades, over_white_16(rgba[..., [0, 0, 0]], alpha), pillow=False)
            if not interlaced:
                clear = rgba[2, 5, :3]
                add(f"RGB {depth} bit, one transparent colour",
                    png(rgba[..., :3], depth, RGB, transparency=struct.pack(">HHH", *clear)), eight[..., :3],
                    np.where((rgba[..., :3] == clear).all(axis=2), 0, 255), pillow=depth == 8)

    # Gamma, chromaticities and a colour profile change nothing.
    rgb = rng.integers(0, 256, (height, width, 3))
    for gamma in (100000, 45455, 30000):
        add(f"gamma {gamma}", png(rgb, 8, RGB, before=chunk(b"gAMA", struct.pack(">I", gamma))), rgb)
    deep = rng.integers(0, 65536, (height, width, 3))
    add("gamma 100000, 16 bit", png(deep, 16, RGB, before=chunk(b"gAMA", struct.pack(">I", 100000))),
        to_8_bits(deep, 16), pillow=False)
    add("broken profile and text",
        png(rgb, 8, RGB, before=chunk(b"iCCP", b"x\0\0" + bytes(30)) + chunk(b"tEXt", b"Comment\0hello")), rgb)
    return cases


def hostile_pngs():
    signature = b"\x89PNG\r\n\x1a\n"
    pixels = chunk(b"IDAT", zlib.compress(bytes(100)))
    end = chunk(b"IEND", b"")
    cases = [
        ("claims 2147483647 by 2147483647", signature + header(2**31 - 1, 2**31 - 1, 8, RGB) + pixels + end,
         "a header that claims 2147483647×2147483647"),
        ("claims no columns", signature + header(0, 5, 8, RGB) + pixels + end, "a header that claims 0×5"),
        ("claims 16384 by 16384 with a few bytes", signature + header(16384, 16384, 8, RGB) + pixels + end,
         "bytes of data"),
        ("has no header", signature + pixels + end, "does not begin with a header"),
        ("has a long header", signature + chunk(b"IHDR", bytes(14)) + pixels + end, "does not begin with a header"),
        ("has no pixels", signature + header(4, 4, 8, RGB) + end, "damaged"),
        ("has too few pixels", signature + header(40, 40, 8, RGB) + pixels + end, "damaged"),
        ("has no palette", signature + header(4, 4, 8, PALETTE) + pixels + end, "damaged"),
        ("has an unknown colour type", signature + header(4, 4, 8, 7) + pixels + end, "damaged"),
        ("has 3 bits", signature + header(4, 4, 3, GREY) + pixels + end, "damaged"),
        ("has a wrong checksum", signature + header(4, 4, 8, RGB)[:-1] + b"!" + pixels + end, "damaged"),
        ("has garbage for pixels", signature + header(4, 4, 8, RGB) + chunk(b"IDAT", b"garbage") + end, "damaged"),
        ("has a chunk of 4 GB", signature + header(4, 4, 8, RGB) + struct.pack(">I", 2**32 - 1) + b"IDAT" + bytes(50),
         "cut short"),
        ("is a signature alone", signature, "cut short"),
    ]
    return [{"name": name, "file": text(data), "found": found} for name, data, found in cases]


write("png", cases=png_cases(), hostile=hostile_pngs())


# JPEG

def jpeg(image, **options):
    stream = io.BytesIO()
    image.save(stream, "JPEG", **options)
    return stream.getvalue()


photo = busy(5, 4).resize((17, 13), Image.Resampling.BICUBIC)
jpegs = []
for name, image, options in [
    ("4:4:4", photo, dict(quality=90, subsampling=0)),
    ("4:2:2", photo, dict(quality=80, subsampling=1)),
    ("4:2:0", photo, dict(quality=75, subsampling=2)),
    ("4:2:0 progressive", photo, dict(quality=75, subsampling=2, progressive=True)),
    ("4:2:0 with restarts", photo, dict(quality=75, subsampling=2, restart_marker_blocks=1)),
    ("4:4:4 progressive with restarts", photo, dict(quality=50, subsampling=0, progressive=True,
                                                    restart_marker_blocks=2)),
    ("grey", photo.convert("L"), dict(quality=75)),
    ("grey progressive", photo.convert("L"), dict(quality=75, progressive=True)),
    ("one pixel", photo.crop((0, 0, 1, 1)), dict(quality=75)),
]:
    data = jpeg(image, **options)
    jpegs.append({"name": name, "file": text(data),
                  "expected": picture(Image.open(io.BytesIO(data)).convert("RGB"))})
data = jpeg(photo, quality=75)
scan = data.index(b"\xff\xda")
size = data.index(b"\xff\xc0") + 5
flawed = data[:scan] + b"\0\0\0" + data[scan:] + b"trailing"
jpegs.append({"name": "superfluous bytes", "file": text(flawed),
              "expected": picture(Image.open(io.BytesIO(flawed)).convert("RGB"))})
write("jpeg", cases=jpegs, hostile=[
    {"name": "is in CMYK", "file": text(jpeg(photo.convert("CMYK"), quality=75)), "found": "CMYK"},
    {"name": "claims 65000 by 65000", "file": text(data[:size] + struct.pack(">HH", 65000, 65000) + data[size + 4:]),
     "found": "a header that claims 65000×65000"},
    {"name": "claims 4000 by 4000", "file": text(data[:size] + struct.pack(">HH", 4000, 4000) + data[size + 4:]),
     "found": "bytes of data"},
    {"name": "is a beginning and an end", "file": text(b"\xff\xd8\xff\xd9"), "found": "without a picture"},
    {"name": "has no pixels", "file": text(data[:scan] + b"\xff\xd9"), "found": "damaged"},
    {"name": "loses half its pixels", "file": text(data[:(scan + len(data)) // 2] + b"\xff\xd9"), "found": "damaged"},
])


# Resizing

modes = {"nearest": InterpolationMode.NEAREST, "bilinear": InterpolationMode.BILINEAR,
         "bicubic": InterpolationMode.BICUBIC}
source = busy(19, 17)
resized = []
for width, height in [(7, 5), (26, 22), (19, 6), (6, 17), (25, 8), (8, 25), (1, 1), (15, 7), (15, 9), (40, 3)]:
    for name, mode in modes.items():
        resized.append({"interpolation": name, "expected": picture(F.resize(source, [height, width], mode))})
short_sides = []
for width, height, size in [(19, 17, 10), (17, 19, 10), (20, 20, 7), (640, 427, 224), (427, 640, 224), (500, 333, 256),
                            (3, 1000, 5), (97, 98, 97), (97, 98, 1), (1021, 613, 96)]:
    output = F.resize(Image.new("RGB", (width, height)), size)
    short_sides.append({"width": width, "height": height, "size": size, "expected": [output.width, output.height]})
write("resize", source=picture(source), cases=resized, shortSides=short_sides)


# Cropping, flipping, turning

source, square = busy(13, 10), busy(12, 12)
crops = [{"width": w, "height": h, "expected": picture(F.center_crop(source, [h, w]))}
         for w, h in [(13, 10), (8, 5), (7, 4), (10, 9), (4, 7), (20, 15), (19, 4), (6, 17), (14, 11), (1, 1)]]
boxes = [{"top": t, "left": l, "width": w, "height": h, "expected": picture(F.crop(source, t, l, h, w))}
         for t, l, h, w in [(0, 0, 10, 13), (2, 3, 4, 5), (-2, -3, 6, 7), (8, 10, 5, 6), (-1, -1, 12, 15), (20, 2, 2, 3),
                            (2, -9, 3, 4)]]
angles = [0, 15, -15, 30, 45, 60, 90, 180, 270, -90, 359.9, 400, -123.4, 0.001]
turns = [{"degrees": a, "isSquare": s, "expected": picture(F.rotate(square if s else source, a, fill=0))}
         for a in angles for s in (False, True)]
write("geometry", source=picture(source), square=picture(square), centerCrops=crops, crops=boxes, rotations=turns,
      flipped=picture(F.hflip(source)))


# Colours

source = busy(12, 9)
adjust = {"brightness": (F.adjust_brightness, [0, 0.3, 0.7, 1, 1.4, 3]),
          "contrast": (F.adjust_contrast, [0, 0.3, 0.7, 1, 1.4, 3]),
          "saturation": (F.adjust_saturation, [0, 0.3, 0.7, 1, 1.4, 3]),
          "hue": (F.adjust_hue, [-0.5, -0.3, -0.1, 0, 0.1, 0.25, 0.5])}
colors = [{"adjustment": name, "factor": factor, "expected": picture(function(source, factor))}
          for name, (function, factors) in adjust.items() for factor in factors]
write("color", source=picture(source), cases=colors, grey=picture(F.to_grayscale(source, 3)))


# Numbers

source = busy(4, 3)
mean, std = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
scaled = F.to_tensor(source)
write("numbers", source=picture(source), scaled=text(scaled.numpy().tobytes()), mean=mean, std=std,
      normalized=text(F.normalize(scaled, mean, std).numpy().tobytes()))


# What random steps draw: the arithmetic for given draws, and means and deviations of many draws.

def scripted(function, draws):
    """Calls `function` with torch's uniform numbers replaced by `draws`, and places by zero."""
    draws = iter(draws)
    uniform, randint = torch.Tensor.uniform_, torch.randint
    torch.Tensor.uniform_ = lambda tensor, low, high: tensor.fill_(next(draws))
    torch.randint = lambda low, high, size: torch.zeros(size, dtype=torch.int64)
    try:
        return function()
    except StopIteration:
        return None
    finally:
        torch.Tensor.uniform_, torch.randint = uniform, randint


def draws(count, shares, ratios):
    for _ in range(count):
        share = float(np.float32(rng.uniform(*shares)))
        logarithm = float(np.float32(rng.uniform(math.log(ratios[0]), math.log(ratios[1]))))
        yield share, logarithm, torch.exp(torch.tensor([logarithm])).item()


resized_crops = []
for share, logarithm, ratio in draws(24, (0.05, 1), (0.5, 2)):
    width, height = (int(v) for v in rng.integers(5, 300, 2))
    box = scripted(lambda: T.RandomResizedCrop.get_params(Image.new("RGB", (width, height)), [0, 1], [1, 1]),
                   [share, logarithm])
    resized_crops.append({"width": width, "height": height, "share": share, "ratio": ratio,
                          "expected": box and [box[3], box[2]]})
middles = []
for width, height in [(100, 100), (300, 100), (100, 300), (7, 400), (133, 100), (134, 100), (75, 101), (1, 90)]:
    top, left, h, w = scripted(
        lambda: T.RandomResizedCrop.get_params(Image.new("RGB", (width, height)), [1, 1], [3 / 4, 4 / 3]),
        [9.0, 0.0] * 10)
    middles.append({"width": width, "height": height, "expected": [top, left, w, h]})
erasures = []
for share, logarithm, ratio in draws(24, (0.02, 0.9), (0.3, 3.3)):
    width, height = (int(v) for v in rng.integers(3, 100, 2))
    box = scripted(lambda: T.RandomErasing.get_params(torch.zeros(3, height, width), (0, 1), (1, 1), [0]),
                   [share, logarithm])
    erasures.append({"width": width, "height": height, "share": share, "ratio": ratio,
                     "expected": box and [box[3], box[2]]})


def statistics(boxes):
    """Mean and deviation of top, left, width and height."""
    table = np.array([(top, left, width, height) for top, left, height, width in boxes], dtype=np.float64)
    return {"mean": table.mean(axis=0).tolist(), "deviation": table.std(axis=0).tolist()}


torch.manual_seed(1)
blank = Image.new("RGB", (100, 80))
crops = [T.RandomResizedCrop.get_params(blank, [0.08, 1], [3 / 4, 4 / 3]) for _ in range(20000)]
erased = [T.RandomErasing.get_params(torch.zeros(3, 80, 100), (0.02, 0.33), (0.3, 3.3), [0])[:4] for _ in range(20000)]
write("random", resizedCrops=resized_crops, middles=middles, erasures=erasures,
      resizedCropStatistics=statistics(crops), erasureStatistics=statistics(erased))


# A larger picture through whole steps: pixels by the rule, so that only what comes out is stored.

def float_picture(array):
    return {"channels": array.shape[0], "height": array.shape[1], "width": array.shape[2],
            "values": text(array.numpy().tobytes())}


width, height = 150, 113
noise = np.floor(rule_fill.uniform("photograph", width * height * 3) * 256).reshape(height, width, 3)
photograph = Image.fromarray(noise.astype(np.uint8))
evaluation = T.Compose([T.Resize(40), T.CenterCrop(32), T.ToTensor(), T.Normalize(mean, std)])
parts = [{"top": t, "left": l, "width": w, "height": h, "interpolation": mode,
          "expected": picture(F.resized_crop(photograph, t, l, h, w, [14, 18], modes[mode]))}
         for t, l, h, w in [(0, 0, 113, 150), (13, 57, 31, 44), (100, 3, 9, 8)] for mode in ("bilinear", "bicubic")]

small = busy(9, 7)
factors = {"brightness": 1.3, "contrast": 0.6, "saturation": 1.7, "hue": 0.1}
orders = []
for order in (["brightness", "contrast", "saturation", "hue"], ["hue", "saturation", "contrast", "brightness"],
              ["contrast", "hue", "brightness", "saturation"]):
    image = small
    for name in order:
        image = adjust[name][0](image, factors[name])
    orders.append({"order": order, "expected": picture(image)})

values = F.to_tensor(small)
erased = [{"top": t, "left": l, "width": w, "height": h, "value": value,
           "expected": float_picture(F.erase(values, t, l, h, w, torch.tensor(value)))}
          for t, l, h, w, value in [(0, 0, 1, 1, 0.0), (2, 3, 4, 5, -1.5), (6, 8, 1, 1, 7.0), (0, 0, 7, 9, 0.5)]]


def default(function, name):
    return inspect.signature(function).parameters[name].default


assert default(T.RandomResizedCrop, "interpolation") == InterpolationMode.BILINEAR
assert default(T.Resize, "interpolation") == InterpolationMode.BILINEAR and default(T.Resize, "antialias") is True
assert default(T.RandomRotation, "interpolation") == InterpolationMode.NEAREST and default(T.RandomRotation, "fill") == 0
write("steps", size=[width, height], evaluation=float_picture(evaluation(photograph)), parts=parts,
      small=picture(small), factors=factors, orders=orders, erased=erased,
      defaults={"resizedCropScale": default(T.RandomResizedCrop, "scale"),
                "resizedCropRatio": default(T.RandomResizedCrop, "ratio"),
                "flip": default(T.RandomHorizontalFlip, "p"), "erasing": default(T.RandomErasing, "p"),
                "erasingScale": default(T.RandomErasing, "scale"), "erasingRatio": default(T.RandomErasing, "ratio"),
                "erasingValue": default(T.RandomErasing, "value")})
