// Q28  Learning rates per group                                   Chapters/09-hyperparameters.md#q28
//
// The early blocks of a pretrained model hold features that suit most pictures, and need little change. The head is new
// and needs a lot. So each stretch of the model becomes a parameter group with a learning rate of its own, lowest for
// the first group, highest for the head.
//
// A group begins at each block that is named, and goes on until the next one begins; the first group begins with the
// model. For a ResNet, ["layer3", "fc"] makes three: conv1 to layer2; layer3 and layer4; fc.

import Foundation
import TrainingCore

/// `count` learning rates from `lowest` to `highest`, each the same multiple of the one before it.
///
/// A single rate is `highest`: it is the head's.
public func geometricRates(from lowest: Float, to highest: Float, count: Int) throws -> [Float] {
    throw Unfinished()
}

/// The groups of `model` in its own order, with geometric learning rates from `lowest` to `highest`.
///
/// They hold the parameters that may learn, each once; a group whose blocks are all frozen is empty. A parameter that
/// several blocks share belongs to the first of them.
///
/// - Parameter starts: names of direct children of `model`, in the model's order.
/// - Throws: an error of any kind when `model` has no such child.
public func parameterGroups(
    of model: Module, startingAt starts: [String], from lowest: Float, to highest: Float
) throws -> [ParameterGroup] {
    throw Unfinished()
}

/// Sets the learning rates of `optimizer` for one step of `schedule`, counted from 0.
///
/// `peaks` has the highest rate of each group. The schedule may be asked for any step, also for the same one twice.
public func setLearningRates(
    of optimizer: Optimizer, peaks: [Float], at step: Int, of schedule: OneCycle
) throws {
    throw Unfinished()
}
