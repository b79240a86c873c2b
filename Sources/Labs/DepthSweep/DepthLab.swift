import TrainingCore
import Wording

/// Lab: how many layers to unfreeze, and does it depend on the learning rate?
///
/// Tried are all layers, half of them, a quarter, a sixth, the last two and the head alone, each at several rates; all layers
/// with the norms' statistics left as they are; nothing at all; and a mistake that looks like “nothing” from outside. Two
/// automatic searches then choose among the depths and rates. The optimizer (AdamW), its rate from the first step to the
/// last, the batches and the number of epochs stay fixed. Images are not augmented, so that the frozen part's features are
/// computed once.
struct DepthLab: Lab {
    static let name = "depth-sweep"
    static let question = "How many layers to unfreeze? Depths, rates, and two searches that choose for you"

    /// A depth at a rate.
    struct Candidate: Sendable, Equatable {
        let depth: Depth
        let rate: Double

        var name: String { "\(depth.name) at \(shortNumber(rate))" }
    }

    let subject: Subject
    let seeds: [UInt64]
    /// From everything down to the head alone.
    let depths: [Depth]
    let rates: [Double]
    /// What the searches choose from. Those where less learns come first, so they win a draw.
    let candidates: [Candidate]
    let halving: SuccessiveHalving
    /// As many as halving trains the last candidate that is left.
    let epochs: Int
    /// How many layers the network has.
    let layerCount: Int

    /// The rate at which all depths are set side by side: Adam's own.
    static let sweepRate = 1e-3
    static let still = "all, statistics stay"
    static let none = Depth.last(0).name
    static let bug = "the source's bug"
    static let (grid, halvingSearch) = ("search: grid", "search: halving")
    static let (chosen, testAccuracy) = ("chosen candidate", "test accuracy")
    /// Of all threads, so that it does not matter what else the machine does.
    static let processorTime = "processor seconds"
    static let eliminated = "candidates in the order of their elimination"

    init(_ setup: LabSetup) throws {
        subject = try setup.size == .full ? .clothes() : .digits(setup.size)
        seeds = setup.seeds
        rates = setup.choose(
            tiny: [Self.sweepRate], quick: [Self.sweepRate, 1e-2], full: [1e-4, Self.sweepRate, 1e-2])
        depths =
            setup.size == .tiny
            ? [.share(1), .share(2), .last(1)] : [.share(1), .share(2), .share(4), .share(6), .last(2), .last(1)]
        candidates = depths.reversed().flatMap { [rates] depth in
            rates.map { Candidate(depth: depth, rate: $0) }
        }
        halving = SuccessiveHalving(candidates: candidates.count, budget: 2 * candidates.count)
        epochs = halving.counts.count * halving.epochsPerRung
        layerCount = try subject.model(seed: 0).countedLayers.count
    }

    var plan: [PlannedWork] {
        let perSeed =
            stillWork + noneWork + bugWork + gridWork + halvingWork
            + candidates.reduce(0) { $0 + work($1.depth, epochs: epochs) }
        return [PlannedWork(subject, images: Double(seeds.count) * perSeed)]
    }

    func run(_ journal: Journal) throws -> LabReport {
        for seed in seeds {
            for candidate in candidates.reversed() {
                let cost = work(candidate.depth, epochs: epochs)
                try journal.trial(candidate.name, seed: seed, on: subject, images: cost) { onProgress in
                    try timed { try train(candidate, seed, onProgress: onProgress) }
                }
            }
            try journal.trial(Self.still, seed: seed, on: subject, images: stillWork) { onProgress in
                try timed { try trainWithStillStatistics(seed, onProgress: onProgress) }
            }
            try journal.trial(Self.none, seed: seed, on: subject, images: noneWork) { _ in
                try timed { try trainNothing(seed) }
            }
            try journal.trial(Self.bug, seed: seed, on: subject, images: bugWork) { onProgress in
                try timed { try trainWithBug(seed, onProgress: onProgress) }
            }
            try journal.trial(Self.grid, seed: seed, on: subject, images: gridWork) {
                try searchGrid(journal.trials, seed, onProgress: $0)
            }
            try journal.trial(Self.halvingSearch, seed: seed, on: subject, images: halvingWork) { _ in
                try timed { try searchByHalving(seed) }
            }
        }
        return report(journal.trials)
    }

    private func timed(_ run: () throws -> Outcome) rethrows -> Outcome {
        let start = processorSeconds()
        var outcome = try run()
        outcome.numbers[Self.processorTime] = processorSeconds() - start
        return outcome
    }

    // MARK: - What it costs

    /// What some epochs cost: the frozen part is computed once, what learns in every epoch.
    private func work(_ depth: Depth, epochs: Int) -> Double {
        let share = Double(depth.layers(of: layerCount)) / Double(layerCount)
        return share * subject.work(epochs: epochs) + (1 - share) * subject.work(epochs: epochs, isBodyFrozen: true)
    }

    /// The mean over the candidates, because nobody knows beforehand which of them it will be.
    private func meanWork(epochs: Int) -> Double { candidates.map { work($0.depth, epochs: epochs) }.mean }

    private var stillWork: Double { subject.work(epochs: epochs) }
    private var noneWork: Double { Double(subject.data.validation.count) / 3 }
    private var bugWork: Double { subject.work(epochs: epochs, isBodyFrozen: true) }
    private var testWork: Double { Double(subject.data.test.count) / 3 }
    private var gridWork: Double { meanWork(epochs: epochs) + testWork }
    private var halvingWork: Double {
        Double(halving.counts.reduce(0, +)) * meanWork(epochs: halving.epochsPerRung) + testWork
    }
}
