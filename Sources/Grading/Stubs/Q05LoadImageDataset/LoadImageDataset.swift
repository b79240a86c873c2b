// Q05  Load an image dataset                                       Chapters/03-data.md#q05
//
// Pictures on disk are often sorted into one folder per class: `root/cat/07.png`, `root/dog/more/12.jpg`. The names of
// those folders are the classes, in Unicode order as `sorted()` gives it, and a label is an index into them. Images lie
// anywhere below the folder of their class; they end in .png, .jpg or .jpeg, in upper or lower case. Whatever else lies
// around does not count, nor does anything whose name starts with a dot.
//
// A model learns the numbers of the training folder, so the validation folder must mean the same by them. If it has a
// class that training does not know, throw an error. If it lacks one, throw or go on, but let no other label shift.
//
// FileManager lists folders. The core's ImageFolder does all of this; try without it first.

import Foundation
import TrainingCore

/// The classes of the image folder `root`, in the order of their labels.
public func classNames(in root: String) throws -> [String] {
    throw Unfinished()
}

/// The images of the image folder `root`, ordered by path. A label is an index into `classes`, in whatever order these
/// are given; a path starts with `root`.
public func samples(in root: String, classes: [String]) throws -> [ImageFolder.Sample] {
    throw Unfinished()
}

/// The classes of the image folder `training`, and the images of both folders with labels that agree.
public func loadParts(
    training: String, validation: String
) throws -> (classes: [String], training: [ImageFolder.Sample], validation: [ImageFolder.Sample]) {
    throw Unfinished()
}
