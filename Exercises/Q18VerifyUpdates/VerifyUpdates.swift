// Q18  Verify what will be updated                               Chapters/06-unfreezing.md#q18
//
// Whether a training step updates a parameter is decided in three places: by its flag, by the optimizer's list, and by
// the gradient that arrives, if one does. Lay out what each of them says. An `UpdateRow` has a column for the flag, one
// for whether the optimizer holds the parameter, and one for whether its numbers changed.
//
// The step is handed to you as a closure: whatever your training loop does with one batch. Take it exactly once. Some
// loops forget the gradients before a step, some after it.

import TrainingCore

/// A row for each parameter of `model`, in the model's order, with what `step` did to it.
public func updateTable(
    of model: Module, optimizer: Optimizer, during step: () throws -> Void
) throws -> [UpdateRow] {
    throw Unfinished()
}

/// Every contradiction in a row, as `UpdateRow.Contradiction` describes them; none if its columns agree.
public func contradictions(in row: UpdateRow) throws -> Set<UpdateRow.Contradiction> {
    throw Unfinished()
}
