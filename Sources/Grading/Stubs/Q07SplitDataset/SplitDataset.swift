// Q07  Split the dataset                                           Chapters/03-data.md#q07
//
// The network learns from one part of the images. A second part, the validation set, decides between settings and says
// when to stop. A third, the test set, is looked at once, at the end. Each image belongs to one part, chosen at random
// from a seed, so that the split can be repeated.
//
// Lengths follow PyTorch's random_split: each part gets its fraction of the count, rounded down; what is left over is
// dealt one each, from the first part on. Ten images by 0.5, 0.25, 0.25 make 5 + 1, 2, 2.
//
// A SeededGenerator shuffles: `indices.shuffled(using: &generator)`. The core's `Subset` is a dataset made of some
// images of another; its `randomSplit` does the whole job; try without it first.

import TrainingCore

/// Images and what happens to each on its way into the network.
public typealias Part = (images: any ImageDataset, transforms: Transforms)

/// Deals the indices 0 ..< `count` into one part for each fraction; the fractions sum to 1.
public func splitIndices(_ count: Int, fractions: [Double], seed: UInt64) throws -> [[Int]] {
    throw Unfinished()
}

/// The three parts of a dataset that was published in two, `training` and `test`, as most are.
///
/// The validation set has the fraction `validationFraction` of the published training images, rounded down.
/// `augmentation` changes images at random, to make more of few; `evaluation` does not.
public func makeParts(
    training: any ImageDataset, test: any ImageDataset, validationFraction: Double, seed: UInt64,
    augmentation: Transforms, evaluation: Transforms
) throws -> (training: Part, validation: Part, test: Part) {
    throw Unfinished()
}
