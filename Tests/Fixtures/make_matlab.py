"""Writes Tests/DatasetsTests/Fixtures/labels.mat and setid.mat as scipy writes MATLAB files of version 5: one
compressed, as the labels of Oxford's flowers are, the other not.

    python make_matlab.py
"""

import pathlib

import numpy
import scipy
from scipy.io import savemat

OUTPUT = pathlib.Path(__file__).parent.parent / "DatasetsTests" / "Fixtures"
VERSION = f"scipy {scipy.__version__}"

savemat(
    OUTPUT / "labels.mat",
    {
        "labels": numpy.array([[1, 2, 102, 2, 1, 102]], dtype=numpy.uint8),
        "made_with": VERSION,
        "halves": numpy.array([[0.5, 1.5], [2.5, -3.5]]),
    },
    do_compression=True,
)
savemat(
    OUTPUT / "setid.mat",
    {
        "trnid": numpy.array([[1, 3]], dtype=numpy.uint16),
        "valid": numpy.array([[2.0]]),
        "tstid": numpy.array([[6, 5, 4]], dtype=numpy.int32),
        "a name of more than four": numpy.array([[-1]], dtype=numpy.int64),
        "single": numpy.array([[0.25]], dtype=numpy.float32),
        "made_with": VERSION,
    },
)
