import Datasets
import Files
import Images
import Layers
import Optimizers
import Tensors
import Testing
import Training

@Suite("Fitting")
struct FitTests {
    private let validation = DataLoader(Squares(count: 11, firstSeed: 100), batchSize: 4)

    private func training(workers: Int = 1, seed: UInt64 = 3) -> DataLoader {
        DataLoader(
            Squares(count: 22), transforms: Transforms([RandomHorizontalFlip()]), batchSize: 8, sampler: .shuffled,
            seed: seed, workers: workers)
    }

    private func sgd(_ model: Module, rate: Float = 0.1) -> SGD {
        SGD(model.trainableParameters, learningRate: rate, momentum: 0.9)
    }

    @Test func itLearns() throws {
        let model = smallNetwork()
        var heard: [EpochRecord] = []
        let records = try fit(
            model, training: training(), validation: validation, optimizer: sgd(model), epochs: 8,
            onEpoch: { heard.append($0) })
        #expect(records == heard && records.map(\.epoch) == Array(1...8))
        #expect(records[7].trainingLoss < records[0].trainingLoss / 2)
        #expect(records[7].validationLoss < records[0].validationLoss)
        #expect(records[7].trainingAccuracy == 1 && records[7].validationAccuracy == 1)
        let after = try evaluate(model, on: validation)
        #expect(records[7].validationLoss == after.loss && records[7].validationAccuracy == after.accuracy)
    }

    @Test func itIsTheLoopThatOneWouldWriteByHand() throws {
        let (model, other) = (smallNetwork(), smallNetwork())
        try fit(model, training: training(), validation: validation, optimizer: sgd(model), epochs: 2)
        let optimizer = sgd(other)
        for epoch in 0..<2 {
            try training().forEachBatch(epoch: epoch) { batch in
                other.zeroGrad()
                crossEntropy(other(batch.images), batch.labels).backward()
                optimizer.step()
            }
        }
        #expect(model.state == other.state)
    }

    @Test func theTrainingLossIsTheMeanOverImages() throws {
        // Nothing moves at a rate of 0, so the loss is that of the weights as they are.
        let model = Sequential(Flatten(), Linear(108, 2))
        let loader = DataLoader(Squares(count: 10), batchSize: 4)
        var reports: [FitProgress] = []
        let record = try #require(
            try fit(
                model, training: loader, validation: validation, optimizer: sgd(model, rate: 0), epochs: 1,
                onProgress: { reports.append($0) }
            ).first)
        let expected = try evaluate(model, on: loader)
        #expect(abs(record.trainingLoss - expected.loss) < 1e-6)
        #expect(record.trainingAccuracy == expected.accuracy)
        #expect(reports.map(\.images) == [4, 4, 2] && reports.map(\.step) == [1, 2, 3])
        #expect(reports.allSatisfy { $0.steps == 3 && $0.epoch == 1 && $0.epochs == 1 })
        #expect(reports.last?.loss == record.trainingLoss)
    }

    @Test func theSeedDecidesAndTheWorkersDoNot() throws {
        func run(workers: Int, seed: UInt64 = 3) throws -> ([EpochRecord], [String: [Float]]) {
            let model = smallNetwork()
            let records = try fit(
                model, training: training(workers: workers, seed: seed), validation: validation,
                optimizer: sgd(model), epochs: 2)
            return (records, model.state)
        }
        let first = try run(workers: 1)
        for workers in [0, 1, 3] { #expect(try run(workers: workers) == first, "\(workers) workers") }
        let other = try run(workers: 1, seed: 4)
        #expect(other.1 != first.1)
    }

    @Test func epochNumbersGoOnWhereTheLastRunEnded() throws {
        let (whole, parts) = (smallNetwork(), smallNetwork())
        try fit(whole, training: training(), validation: validation, optimizer: sgd(whole), epochs: 2)
        let optimizer = sgd(parts)
        for epoch in 0..<2 {
            try fit(
                parts, training: training(), validation: validation, optimizer: optimizer, epochs: 1,
                firstEpoch: epoch)
        }
        #expect(parts.state == whole.state)
    }

    @Test func onlyWhatMayLearnMoves() throws {
        let model = smallNetwork()
        try model.freeze(except: ["5"])
        let before = model.state
        // The optimizer holds the frozen parameters too; without gradients it must leave them alone.
        let optimizer = AdamW(model.parameters, learningRate: 0.01, weightDecay: 0.1)
        try fit(model, training: training(), validation: validation, optimizer: optimizer, epochs: 1)
        let moved = Set(before.keys.filter { model.state[$0] != before[$0] })
        #expect(moved == ["5.weight", "5.bias"])
    }

    @Test func theScheduleSetsRateAndMomentumOfEveryStep() throws {
        let model = smallNetwork()
        let optimizer = SGD(
            [
                ParameterGroup(model[0].parameters + model[1].parameters, learningRate: 0.01),
                ParameterGroup(model[5].parameters, learningRate: 0.1),
            ], momentum: 0.9)
        let schedule = OneCycle(steps: 6)
        var (rates, momenta): ([[Float]], [Float]) = ([], [])
        try fit(
            model, training: training(), validation: validation, optimizer: optimizer, epochs: 2, schedule: schedule,
            onProgress: { _ in
                rates.append(optimizer.groups.map(\.learningRate))
                momenta.append(optimizer.momentum)
            })
        #expect(rates == (0..<6).map { step in [0.01, 0.1].map { $0 * Float(schedule.factor(at: step)) } })
        #expect(momenta == (0..<6).compactMap { schedule.momentum(at: $0).map { Float($0) } })
        // It ended at the last rate of the cycle, the peak over 25 and over 10,000, and gives back the peaks.
        let last = try #require(rates.last?.last)
        #expect(abs(last / (0.1 / 25 / 10_000) - 1) < 1e-5)
        #expect(optimizer.groups.map(\.learningRate) == [0.01, 0.1])
        #expect(optimizer.momentum == 0.9)
    }

    @Test func aScheduleWithoutMomentumLeavesTheOptimizerItsOwn() throws {
        let model = smallNetwork()
        let optimizer = SGD(model.parameters, learningRate: 0.1, momentum: 0.7)
        let cycle = SequentialSchedule(
            [Cyclic(low: 0.5, rising: 2, momentum: (0.75, 1)), StepDecay(every: 1, gamma: 0.5)], milestones: [2])
        var (rates, momenta): ([Float], [Float]) = ([], [])
        try fit(
            model, training: training(), validation: validation, optimizer: optimizer, epochs: 2, schedule: cycle,
            onProgress: { _ in
                rates.append(optimizer.groups[0].learningRate)
                momenta.append(optimizer.momentum)
            })
        #expect(rates == [0.05, 0.075, 0.1, 0.05, 0.025, 0.0125])
        #expect(momenta == [1, 0.875, 0.7, 0.7, 0.7, 0.7])
    }

    @Test func ratesThatTheCallerChangesStayWithoutASchedule() throws {
        let model = smallNetwork()
        let optimizer = sgd(model)
        var plateau = ReduceOnPlateau(gamma: 0.5, patience: 0, threshold: .absolute(1e9))
        let rate = optimizer.groups[0].learningRate
        try fit(
            model, training: training(), validation: validation, optimizer: optimizer, epochs: 3,
            onEpoch: { record in
                optimizer.groups[0].learningRate = rate * Float(plateau.factor(after: record.validationLoss))
            })
        // The first epoch sets the mark, and no other can beat it by so much.
        #expect(optimizer.groups[0].learningRate == rate / 4)
    }

    @Test func clippingLimitsTheStep() throws {
        func distance(maxGradNorm: Float?) throws -> Float {
            let model = smallNetwork()
            let before = model.parameters.flatMap(\.values)
            let optimizer = SGD(model.parameters, learningRate: 1)
            let loader = DataLoader(Squares(count: 8), batchSize: 8)
            try fit(
                model, training: loader, validation: validation, optimizer: optimizer, epochs: 1,
                maxGradNorm: maxGradNorm)
            let squares = zip(model.parameters.flatMap(\.values), before).map { ($0 - $1) * ($0 - $1) }
            return squares.reduce(0, +).squareRoot()
        }
        #expect(try distance(maxGradNorm: nil) > 0.1)
        #expect(abs(try distance(maxGradNorm: 0.01) - 0.01) < 1e-4)
    }

    /// The second step shows what the first has done; where an epoch has one step, its validation does.
    @Test(arguments: [(batchSize: 8, epoch: 1, step: 2), (batchSize: 22, epoch: 1, step: 1)])
    func aLossThatIsNoNumberEndsTheRun(_ batchSize: Int, _ epoch: Int, _ step: Int) throws {
        let model = Sequential(Flatten(), Linear(108, 2), Linear(2, 2))
        model[1].eval()
        let modes = model.modes
        let loader = DataLoader(Squares(count: 22), batchSize: batchSize)
        let error = #expect(throws: NonFiniteLoss.self) {
            try fit(
                model, training: loader, validation: validation, optimizer: sgd(model, rate: 1e30), epochs: 3)
        }
        #expect(error?.epoch == epoch && error?.step == step && error?.learningRate == 1e30)
        #expect(error?.loss.isFinite == false)
        #expect(error?.description.hasPrefix("epoch \(epoch), step \(step): the loss is ") == true)
        #expect(error?.description.hasSuffix("at learning rate 1e+30; try a tenth of it") == true)
        #expect(model.modes == modes)
    }

    @Test func eachModuleHasItsOwnModeAfterwards() throws {
        let model = smallNetwork()
        var inside: [[Bool]] = []
        for prepare in [{ model.train() }, { model.eval() }, { model.train()[1].eval() }] as [() -> Module] {
            _ = prepare()
            let modes = model.modes
            try fit(
                model, training: training(), validation: validation, optimizer: sgd(model), epochs: 2,
                onProgress: { _ in inside.append(model.modes) })
            #expect(model.modes == modes)
        }
        #expect(inside.allSatisfy { !$0.contains(false) }, "every step is made in training mode")
    }

    @Test func anUnreadableImageEndsTheRun() throws {
        let folder = TemporaryFolder()
        try folder.writeImagesAndABrokenOne()
        let model = smallNetwork().eval()
        let broken = DataLoader(try ImageFolder(folder.path), batchSize: 2)
        for (loader, held) in [(broken, validation), (training(), broken)] {
            let error = #expect(throws: FileError.self) {
                try fit(
                    model, training: loader, validation: held, optimizer: sgd(model), epochs: 1, onFinding: { _ in })
            }
            #expect(error?.file == "\(folder.path)/b/2.png")
            #expect(!model.modes.contains(true))
        }
    }
}
