import Checks
import RandomNumbers

/// The order in which an epoch visits a dataset.
public enum Sampler: Sendable, Equatable {
    /// From the first image to the last, the same in every epoch.
    case sequential
    /// Every image once, in an order that each epoch draws anew.
    case shuffled
    /// `count` draws with replacement, an image's chance being its weight over the sum of the weights. The weights
    /// need not sum to 1. PyTorch's `WeightedRandomSampler`.
    case weighted([Double], count: Int)

    /// Weighted so that every class of `dataset` is drawn equally often: an image weighs one over the size of its
    /// class. An epoch has as many draws as the dataset has images.
    public static func balanced(_ dataset: any ImageDataset) -> Sampler {
        let counts = dataset.countPerClass
        return .weighted(dataset.labels.map { 1 / Double(counts[$0]) }, count: dataset.count)
    }

    /// How many images an epoch over a dataset of `count` images visits.
    public func sampleCount(of count: Int) -> Int {
        if case .weighted(_, let draws) = self { draws } else { count }
    }

    /// The indices that an epoch visits, in order: a function of the arguments alone.
    ///
    /// - Precondition: epochs count from 0; weights are as many as images, none is negative, and their sum is
    ///   positive and finite.
    public func order(count: Int, epoch: Int, seed: UInt64) -> [Int] {
        require(epoch >= 0, "Sampler: epochs count from 0, not \(epoch)")
        var generator = SeededGenerator(seed: seed).stream(UInt64(epoch))
        switch self {
        case .sequential: return Array(0..<count)
        case .shuffled: return generator.permutation(count)
        case .weighted(let weights, let draws):
            require(weights.count == count, "Sampler: \(weights.count) weights for \(count) images")
            return weightedDraws(draws, weights, using: &generator)
        }
    }
}

/// Draws indices with replacement by looking random numbers up among the running sums of the weights.
private func weightedDraws(_ draws: Int, _ weights: [Double], using generator: inout SeededGenerator) -> [Int] {
    require(draws >= 0, "Sampler: cannot draw \(draws) images")
    require(weights.allSatisfy { $0 >= 0 }, "Sampler: weights must not be negative")
    var total = 0.0
    let sums = weights.map { weight in
        total += weight
        return total
    }
    require(draws == 0 || total.isNormal, "Sampler: the weights sum to \(total), not to a positive number")
    return (0..<draws).map { _ in
        let target = Double(generator.next() >> 11) * 0x1p-53 * total
        // The first index whose running sum exceeds the target. An image of weight 0 is never the first.
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
