// Q14  Verify that they are frozen                                 Chapters/05-freezing.md#q14
//
// You froze a model, or think you did. Find out what may still learn by asking the flags, and what really moves by
// comparing every number before and after a training step. The step is handed to you as a closure: whatever your
// training loop does with one batch. Take it exactly once, whatever the flags say; only a model without parameters
// needs none.
//
// Flags and values each see what the other does not: a frozen weight with an old gradient moves, an open one that no
// optimizer holds stays. Names are those of `namedParameters` and `namedBuffers`; their order does not matter.

import TrainingCore

/// The names of the parameters in `model` that may learn.
public func namesThatLearn(in model: Module) throws -> [String] {
    throw Unfinished()
}

/// The names of all parameters and buffers in `model` that `step` changes.
public func namesThatMove(in model: Module, during step: () throws -> Void) throws -> [String] {
    throw Unfinished()
}

/// Whether `model` has been shown to be frozen: it has parameters, none of them may learn, and `step` moved nothing.
public func isFrozen(_ model: Module, during step: () throws -> Void) throws -> Bool {
    throw Unfinished()
}
