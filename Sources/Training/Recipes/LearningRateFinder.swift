import Checks
import Datasets
import Foundation
import Layers
import Optimizers
import Tensors

/// Trains for some steps while the learning rate rises exponentially, and undoes it all: Leslie Smith's range test (2015)
/// as fastai's `lr_find` does it.
///
/// At step `k` the rate is `lowest · (highest / lowest)^(k / steps)`. The loss is smoothed,
/// `s ← 0.98 · s + 0.02 · loss`, and divided by `1 − 0.98^(k+1)`. The test ends early when the smoothed loss is above four
/// times its lowest, or no number.
///
/// Afterwards everything is bit for bit as before: weights, buffers, gradients, modes, dropout's random numbers, and what
/// the optimizer remembers. The loader stores nothing, so a run that follows sees the same batches as without the test.
///
/// - Parameters:
///   - training: batches to learn from, from epoch 0 on, as many epochs as it takes.
///   - optimizer: its groups keep the ratios of their rates; the curve has the rate of the highest. fastai gives all
///     groups the same.
///   - onStep: is called after each step. What it throws ends the test.
///   - loss: what is to become small, as in `fit`.
/// - Throws: what a loader or `onStep` throws; then too everything is as before.
public func findLearningRate(
    _ model: Module, training: DataLoader, optimizer: Optimizer, from lowest: Double = 1e-7, to highest: Double = 10,
    steps: Int = 100, onStep: () throws -> Void = {}, loss: (Tensor, [Int]) -> Tensor = { crossEntropy($0, $1) }
) throws -> LearningRateCurve {
    require(
        0 < lowest && lowest < highest && highest.isFinite,
        "findLearningRate: the rate rises from a positive one to a higher one, not from \(lowest) to \(highest)")
    require(steps > 0, "findLearningRate: needs at least one step, not \(steps)")
    require(training.batchCount > 0, "findLearningRate: the loader has no batches")
    let before = RunState(model, optimizer)
    defer { before.restore(model, optimizer) }
    let own = optimizer.groups.map(\.learningRate)
    let top = own.max() ?? 0
    require(top > 0, "findLearningRate: all groups of the optimizer have a rate of 0, so they have no ratio")

    var (rates, losses, best, mean): ([Double], [Double], Double, Double) = ([], [], .infinity, 0)
    func run() throws {
        model.train()
        // A frozen part makes the same of an image each time: it is run once.
        let pass = ForwardPass(model, on: training, keepingIn: try FeatureStore(FeatureCaching()))
        for epoch in 0... {
            try pass.forEachBatch(epoch: epoch) { batch in
                let rate = lowest * pow(highest / lowest, Double(losses.count) / Double(steps))
                for (index, share) in own.enumerated() {
                    optimizer.groups[index].learningRate = Float(rate * Double(share / top))
                }
                model.zeroGrad()
                let batchLoss = loss(try pass(batch), batch.labels)
                batchLoss.backward()
                optimizer.step()

                mean = 0.98 * mean + 0.02 * Double(batchLoss.item)
                let smoothed = mean / (1 - pow(0.98, Double(losses.count + 1)))
                guard smoothed.isFinite else { throw EndOfTest() }
                rates.append(rate)
                losses.append(smoothed)
                best = min(best, smoothed)
                if smoothed > 4 * best || losses.count == steps { throw EndOfTest() }
                try onStep()
            }
        }
    }
    do { try model.restoringModes(run) } catch is EndOfTest {}
    return LearningRateCurve(rates: rates, losses: losses, steps: steps)
}

/// Leaves an epoch in the middle.
private struct EndOfTest: Error {}
