#!/bin/sh
# Makes Resources/fashion-mnist anew from Debian's package dataset-fashion-mnist. Run it from the package's folder.
# Running it twice gives the same bytes.
set -eu

source=${1:-/usr/share/datasets/fashion-mnist}
target=Sources/Datasets/Resources/fashion-mnist

unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT

for name in train-images-idx3 train-labels-idx1 t10k-images-idx3 t10k-labels-idx1; do
    gunzip -c "$source/$name-ubyte.gz" > "$unpacked/$name-ubyte"
done

swift run -c release workbook data make-subset "$unpacked" "$unpacked/subset"

for part in train val test; do
    rm -rf "$target/$part"
    cp -R "$unpacked/subset/$part" "$target/$part"
done
