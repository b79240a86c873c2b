import Foundation
import TrainingCore

/// `count` learning rates from `lowest` to `highest`, each the same multiple of the one before it.
///
/// A single rate is `highest`: it is the head's.
public func geometricRates(from lowest: Float, to highest: Float, count: Int) throws -> [Float] {
    guard count > 1 else { return [highest] }
    return (0..<count).map { lowest * pow(highest / lowest, Float($0) / Float(count - 1)) }
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
    let blocks = model.children
    for start in starts where !blocks.contains(where: { $0.name == start }) { throw NoSuchBlock(name: start) }

    var groups: [[Parameter]] = [[]]
    var taken: Set<ObjectIdentifier> = []
    for (name, block) in blocks {
        if starts.contains(name) { groups.append([]) }
        for parameter in block.trainableParameters where taken.insert(ObjectIdentifier(parameter)).inserted {
            groups[groups.count - 1].append(parameter)
        }
    }
    let rates = try geometricRates(from: lowest, to: highest, count: groups.count)
    return zip(groups, rates).map { ParameterGroup($0, learningRate: $1) }
}

/// Sets the learning rates of `optimizer` for one step of `schedule`, counted from 0.
///
/// `peaks` has the highest rate of each group. The schedule may be asked for any step, also for the same one twice.
public func setLearningRates(
    of optimizer: Optimizer, peaks: [Float], at step: Int, of schedule: OneCycle
) throws {
    let factor = Float(schedule.factor(at: step))
    for (group, peak) in peaks.enumerated() { optimizer.groups[group].learningRate = peak * factor }
}

/// No direct child of the model bears this name.
struct NoSuchBlock: Error {
    let name: String
}
