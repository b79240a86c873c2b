// Q10  Inspect the architecture                                    Chapters/04-loading.md#q10
//
// Before you change a model you look at it. Make a table with a row for the model itself (its name is empty) and one
// for every module below it, at any depth, in the model's own order: parents before children, children in the order
// in which they are declared. `LayerRow` says what goes into each column. A module's parameters are those it holds
// itself, so that the column adds up to the size of the model.
//
// Output shapes are known only once a batch has gone through; one of zeros, of the shape `input`, will do. Every
// module has an `outputObserver`. Looking must not change the model: no statistic, no mode, no observer left behind.

import TrainingCore

/// The table of `model` for batches of the shape `input`, such as `[1, 3, 224, 224]`.
public func inspect(_ model: Module, input: [Int]) throws -> [LayerRow] {
    throw Unfinished()
}
