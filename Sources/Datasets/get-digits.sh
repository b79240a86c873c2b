#!/bin/sh
# Takes Resources/digits/digits.csv.gz anew, as it is, out of the Python package scikit-learn. Run it from the package's
# folder; it needs pip.
set -eu

downloaded=$(mktemp -d)
trap 'rm -rf "$downloaded"' EXIT

python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$downloaded" scikit-learn
python3 -m zipfile -e "$downloaded"/scikit_learn-*.whl "$downloaded"
cp "$downloaded/sklearn/datasets/data/digits.csv.gz" Sources/Datasets/Resources/digits/digits.csv.gz
