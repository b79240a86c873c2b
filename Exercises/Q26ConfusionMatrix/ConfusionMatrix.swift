// Q26  Confusion matrix                                           Chapters/08-evaluating.md#q26
//
// Accuracy says how often a model is wrong, a confusion matrix says how: a row for each true class, a column for each
// predicted class, in the order of the dataset's classes, and in each cell the number of images. A class that does not
// occur keeps its row and its column. The loader may be a shuffling one. The model is in evaluation mode while you
// measure and has its own modes back afterwards; no graph is recorded.
//
// Divided by its sum, a row says what share of a class was taken for which. A row without images has shares of 0.
//
// `ConfusionMatrixChart` draws counts; leave its title and its scale as they are.

import TrainingCore

/// `counts[i][j]` images of class `i` in `loader` are taken for class `j` by `model`.
public func confusionMatrix(of model: Module, on loader: DataLoader) throws -> [[Int]] {
    throw Unfinished()
}

/// The share of each true class, 0…1, that was taken for each class.
public func rowShares(of counts: [[Int]]) throws -> [[Double]] {
    throw Unfinished()
}

/// Writes a picture of the counts as a PNG file.
public func drawConfusionMatrix(_ counts: [[Int]], classNames: [String], to path: String) throws {
    throw Unfinished()
}
