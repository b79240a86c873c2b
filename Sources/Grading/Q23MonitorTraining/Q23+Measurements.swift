import RandomNumbers
import TrainingCore

/// What the batches of one part of an epoch brought.
struct EpochPart {
    private(set) var batches: [(loss: Double, correct: Int, count: Int)] = []

    mutating func add(_ loss: Float, _ logits: Tensor, _ labels: [Int]) {
        let correct = zip(logits.argmaxOfRows(), labels).filter { $0 == $1 }.count
        batches.append((Double(loss), correct, labels.count))
    }

    var count: Int { batches.map(\.count).reduce(0, +) }
    var lossSum: Double { batches.map { $0.loss * Double($0.count) }.reduce(0, +) }
    var correct: Double { Double(batches.map(\.correct).reduce(0, +)) }
}

/// Loss and accuracy of each epoch, as somebody measures them.
struct MeasuredCurves {
    let loss: [Double]
    let accuracy: [Double]

    /// Every image counting the same.
    init(_ parts: [EpochPart]) { self.init(parts, carrying: parts.map { _ in [] }, countsToo: true) }

    /// The same with what is left over from earlier parts in the sums, and maybe in the number of images.
    init(_ parts: [EpochPart], carrying earlier: [[EpochPart]], countsToo: Bool) {
        let all = zip(parts, earlier).map { [$0] + $1 }
        let counts = zip(parts, all).map { part, all in
            Double(countsToo ? all.map(\.count).reduce(0, +) : part.count)
        }
        loss = zip(all, counts).map { $0.map(\.lossSum).reduce(0, +) / $1 }
        accuracy = zip(all, counts).map { $0.map(\.correct).reduce(0, +) / $1 }
    }

    /// Every batch counting the same; of the last ones only, where `last` says so.
    init(batchMeansOf parts: [EpochPart], last: Bool = false) {
        func mean(_ values: [Double]) -> Double {
            let values = last ? Array(values.suffix(1)) : values
            return values.reduce(0, +) / Double(values.count)
        }
        loss = parts.map { mean($0.batches.map(\.loss)) }
        accuracy = parts.map { mean($0.batches.map { Double($0.correct) / Double($0.count) }) }
    }
}

/// A short training run on random pictures, and what can be measured in it.
struct MonitoredRun {
    static let epochs = 3

    let training: DataLoader
    let validation: DataLoader
    private let seed: UInt64
    private let learningRate: Float
    private var learned: [EpochPart] = []
    private var held: [EpochPart] = []
    private var heldInTrainingMode: [EpochPart] = []
    /// All parameters and buffers at the end, and what the buffers are if validation moves them.
    private(set) var end: [String: [Float]] = [:]
    private(set) var endIfValidationMoves: [String: [Float]] = [:]
    /// What is measured, and what the end is, if training mode does not come back after the first validation.
    private var learnedInEvaluation: [EpochPart] = []
    private var heldAfterEvaluation: [EpochPart] = []
    private(set) var endInEvaluation: [String: [Float]] = [:]
    /// The training images measured again after each epoch.
    private var measuredAfterwards: [EpochPart] = []

    /// A run in which every way to measure wrongly gives other accuracies than the right one.
    static func telling(_ grading: Grading) throws -> MonitoredRun {
        var run = try MonitoredRun(grading)
        for _ in 0..<100 where !run.isTelling { run = try MonitoredRun(grading) }
        return run
    }

    private init(_ grading: Grading) throws {
        var generator = grading.generator()
        seed = grading.seed()
        learningRate = generator.uniform(in: 0.05...0.2)
        let size = Int.random(in: 4...6, using: &generator)
        let counts = (0..<2).map { _ in 2 * size + Int.random(in: 2..<size, using: &generator) }
        func pictures(_ count: Int) -> RandomPictures {
            RandomPictures(seed: grading.seed(), count: count, side: 6, classes: 3)
        }
        training = DataLoader(
            pictures(counts[0]), batchSize: size, sampler: .shuffled, seed: grading.seed(), workers: 0)
        validation = DataLoader(pictures(counts[1]), batchSize: size, workers: 0)
        try measure()
        try measureInEvaluation()
    }

    /// The model at the start, and its optimizer.
    func start() -> (Module, Optimizer) {
        let model = withSeed(seed) {
            Sequential(Flatten(), Linear(108, 8), BatchNorm1d(8), ReLU(), Linear(8, 3))
        }
        return (model, SGD(model.parameters, learningRate: learningRate, momentum: 0.9))
    }

    /// The right curves.
    var trainingCurves: MeasuredCurves { MeasuredCurves(learned) }
    /// The right curves.
    var validationCurves: MeasuredCurves { MeasuredCurves(held) }

    /// What each mistake would make of the training curves.
    var trainingSuspects: [(misconception: Misconception, curves: MeasuredCurves)] {
        let own = learned.indices.map { Array(learned[..<$0]) }
        let everything = learned.indices.map { Array(learned[..<$0] + held[..<$0]) }
        return [
            (Q23.evaluationStays, MeasuredCurves(learnedInEvaluation)),
            (Q23.measuredAfterwards, MeasuredCurves(measuredAfterwards)),
        ] + Self.suspects(learned, leftovers: [own, everything])
    }

    /// What each mistake would make of the validation curves.
    var validationSuspects: [(misconception: Misconception, curves: MeasuredCurves)] {
        let own = held.indices.map { Array(held[..<$0]) }
        let training = learned.map { [$0] }
        let everything = held.indices.map { Array(learned[...$0] + held[..<$0]) }
        return [
            (Q23.validationInTraining, MeasuredCurves(heldInTrainingMode)),
            (Q23.evaluationStays, MeasuredCurves(heldAfterEvaluation)),
        ]
            + Self.suspects(held, leftovers: [own, training, everything])
    }

    private static func suspects(
        _ parts: [EpochPart], leftovers: [[[EpochPart]]]
    ) -> [(misconception: Misconception, curves: MeasuredCurves)] {
        [
            (Q23.batchMeans, MeasuredCurves(batchMeansOf: parts)),
            (Q23.lastValue, MeasuredCurves(batchMeansOf: parts, last: true)),
        ]
            + leftovers.flatMap { leftover in
                [true, false].map {
                    (Q23.notReset, MeasuredCurves(parts, carrying: leftover, countsToo: $0))
                }
            }
    }

    private var isTelling: Bool {
        func differ(
            _ suspects: [(misconception: Misconception, curves: MeasuredCurves)], from truth: MeasuredCurves
        ) -> Bool {
            suspects.allSatisfy { zip($0.curves.accuracy, truth.accuracy).contains { abs($0 - $1) > 1e-3 } }
        }
        return differ(trainingSuspects, from: trainingCurves) && differ(validationSuspects, from: validationCurves)
    }

    private mutating func measure() throws {
        let (model, optimizer) = start()
        let twin = start().0
        for epoch in 0..<Self.epochs {
            model.train()
            var part = EpochPart()
            try training.forEachBatch(epoch: epoch) { batch in
                optimizer.zeroGrad()
                let logits = model(batch.images)
                let loss = crossEntropy(logits, batch.labels)
                loss.backward()
                optimizer.step()
                _ = withoutGradient { twin(batch.images) }  // its batch norm sees what the model's sees
                for (a, b) in zip(twin.parameters, model.parameters) { a.copy(from: b) }
                part.add(loss.item, logits, batch.labels)
            }
            learned.append(part)
            held.append(try model.evaluating { try measure(validation, with: model) })
            measuredAfterwards.append(try model.evaluating { try measure(training, with: model) })
            heldInTrainingMode.append(try withoutGradient { try measure(validation, with: twin) })
        }
        end = Self.numbers(of: model)
        endIfValidationMoves = Self.numbers(of: twin)
    }

    /// The same run by a loop that never calls `train()` again.
    private mutating func measureInEvaluation() throws {
        let (model, optimizer) = start()
        for epoch in 0..<Self.epochs {
            var part = EpochPart()
            try training.forEachBatch(epoch: epoch) { batch in
                optimizer.zeroGrad()
                let logits = model(batch.images)
                let loss = crossEntropy(logits, batch.labels)
                loss.backward()
                optimizer.step()
                part.add(loss.item, logits, batch.labels)
            }
            learnedInEvaluation.append(part)
            model.eval()
            heldAfterEvaluation.append(try withoutGradient { try measure(validation, with: model) })
        }
        endInEvaluation = Self.numbers(of: model)
    }

    private func measure(_ loader: DataLoader, with model: Module) throws -> EpochPart {
        var part = EpochPart()
        try loader.forEachBatch(epoch: 0) { batch in
            let logits = model(batch.images)
            part.add(crossEntropy(logits, batch.labels).item, logits, batch.labels)
        }
        return part
    }

    /// All parameters and buffers under their names.
    static func numbers(of model: Module) -> [String: [Float]] {
        let parameters = model.namedParameters.map { ($0.name, $0.element.values) }
        let buffers = model.namedBuffers.map { ($0.name, $0.element.value.values) }
        return Dictionary(parameters + buffers) { first, _ in first }
    }
}
