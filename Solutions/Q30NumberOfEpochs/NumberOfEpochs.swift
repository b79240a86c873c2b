import TrainingCore

/// Every number that `model` needs to be put back as it is now, parameters and buffers, by their names in
/// `namedParameters` and `namedBuffers`.
///
/// Training `model` on must not change the result.
public func snapshot(of model: Module) throws -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: tensors(of: model).map { ($0, $1.clone()) })
}

/// Trains for `epochs` epochs, counted from 0, measures after each, and leaves `model` as it was after the best one.
///
/// Of equally good epochs, the first is the best.
///
/// - Parameters:
///   - trainEpoch: trains `model` for the epoch with this number.
///   - accuracy: the accuracy of `model` on the validation set.
public func trainKeepingBest(
    _ model: Module, epochs: Int, trainEpoch: (_ epoch: Int) throws -> Void, accuracy: () throws -> Double
) throws -> EpochRun {
    var accuracies: [Double] = []
    var (bestEpoch, bestState): (Int, [String: Tensor]) = (0, [:])
    for epoch in 0..<epochs {
        try trainEpoch(epoch)
        let value = try accuracy()
        if accuracies.allSatisfy({ $0 < value }) {
            bestEpoch = epoch
            bestState = try snapshot(of: model)
        }
        accuracies.append(value)
    }
    for (name, tensor) in tensors(of: model) {
        if let best = bestState[name] { tensor.copy(from: best) }
    }
    return EpochRun(accuracies: accuracies, bestEpoch: bestEpoch)
}

/// Makes a run for each of `counts`, numbers of epochs, and chooses the one whose best epoch is best.
///
/// Each run is as if it were the only one: first weights from `seed`, an optimizer of its own, and a `OneCycle` over all
/// its steps. Of equally good runs, the first is chosen.
public func compareEpochCounts(
    _ counts: [Int], seed: UInt64, with experiment: EpochExperiment
) throws -> EpochComparison {
    var runs: [EpochRun] = []
    var best: (run: Int, accuracy: Double, model: Module)?
    for count in counts {
        let model = try experiment.makeModel(seed)
        let optimizer = try experiment.makeOptimizer(model)
        let schedule = OneCycle(steps: count * experiment.stepsPerEpoch)  // it comes down when this run ends
        let run = try trainKeepingBest(
            model, epochs: count, trainEpoch: { try experiment.trainEpoch(model, optimizer, schedule, $0) },
            accuracy: { try experiment.validationAccuracy(model) })

        let accuracy = run.accuracies[run.bestEpoch]
        if accuracy > best?.accuracy ?? -1 { best = (runs.count, accuracy, model) }
        runs.append(run)
    }
    guard let best else { throw NothingToCompare() }
    return EpochComparison(
        runs: runs, chosen: best.run, model: best.model, testAccuracy: try experiment.testAccuracy(best.model))
}

/// The parameters and the buffers of a model, which share no names.
private func tensors(of model: Module) -> [(name: String, tensor: Tensor)] {
    model.namedParameters.map { ($0.name, $0.element) } + model.namedBuffers.map { ($0.name, $0.element.value) }
}

/// The list of numbers of epochs is empty.
struct NothingToCompare: Error {}
