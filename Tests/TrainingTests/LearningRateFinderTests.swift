import Datasets
import Files
import Layers
import Optimizers
import Parity
import RandomNumbers
import Tensors
import Testing
import Training
import Weights

@Suite("Finding a learning rate")
struct LearningRateFinderTests {
    @Test(arguments: ["valley", "noisy", "flat", "falling", "two valleys"], ["raw", "smoothed"])
    func suggestionsAreFastais(_ name: String, _ kind: String) throws {
        let losses = try recipe("\(name).\(kind)").map { Double($0) }
        try #require(losses.count == 100)
        let rates = (0..<100).map { 1e-7 * (0..<$0).reduce(1.0) { product, _ in product * 1.2022644346174129 } }
        let curve = LearningRateCurve(rates: rates, losses: losses, steps: 100)
        let row = ParityRow("Recipes", "LearningRateCurve", "suggested rates", limit: 1e-5)
        let (steepest, valley) = (try #require(curve.steepest), try #require(curve.valley))
        #expect(row.error([Float(steepest)], try recipe("\(name).\(kind).steep")) < row.limit)
        #expect(row.error([Float(valley)], try recipe("\(name).\(kind).valley")) < row.limit)
    }

    @Test func theWholeSearchIsFastais() throws {
        let model = threeParts()
        let optimizer = fastaiAdam(model.layerGroups.parameterGroups(.same(1e-3), weightDecay: 0.01))
        let curve = try withExactConvolutions {
            try findLearningRate(model, training: Pictures.training, optimizer: optimizer, from: 1e-4, steps: 50)
        }
        let (rates, losses) = (try recipe("search.rate"), try recipe("search.loss"))
        try #require(curve.rates.count == 48 && rates.count == 48, "it stops early")
        let rateRow = ParityRow("Recipes", "findLearningRate", "rates", limit: 1e-6)
        #expect(rateRow.error(curve.rates.map { Float($0) }, rates) < rateRow.limit)
        let lossRow = ParityRow("Recipes", "findLearningRate", "smoothed losses", limit: 1e-4)
        #expect(lossRow.error(curve.losses.map { Float($0) }, losses) < lossRow.limit)
        let row = ParityRow("Recipes", "findLearningRate", "suggested rates", limit: 1e-5)
        let found = [Float(try #require(curve.steepest)), Float(try #require(curve.valley))]
        let suggested = try recipe("search.suggested")
        for (found, expected) in zip(found, suggested) { #expect(row.error([found], [expected]) < row.limit) }
    }

    /// A network with all that training moves, and an optimizer that remembers steps.
    private func prepared() throws -> (model: Sequential, optimizer: SGD) {
        let model = withSeed(5) {
            Sequential(
                Conv2d(3, 4, kernel: 3), BatchNorm2d(4), ReLU(), Dropout(0.3), AdaptiveAvgPool2d(), Flatten(),
                DropPath(0.2), Linear(4, 3))
        }
        let groups = model.layerGroups.parameterGroups(.head(0.05))
        let optimizer = SGD(groups, momentum: 0.9)
        try fit(model, training: Pictures.training, validation: Pictures.validation, optimizer: optimizer, epochs: 1)
        model[3].eval()
        return (model, optimizer)
    }

    @Test func afterwardsEverythingIsAsBefore() throws {
        let (searched, optimizer) = try prepared()
        let (other, otherOptimizer) = try prepared()
        #expect(searched.state == other.state)
        let (state, modes, rates) = (searched.state, searched.modes, optimizer.groups.map(\.learningRate))
        let gradients = searched.parameters.map { $0.grad?.values }
        let shuffled = DataLoader(Pictures(name: "training", count: 22), batchSize: 8, sampler: .shuffled)
        var moved = false
        optimizer.stepObserver = { _ in moved = moved || searched.state != state }
        _ = try findLearningRate(searched, training: shuffled, optimizer: optimizer, steps: 20)
        #expect(moved, "or nothing had to be restored")
        #expect(searched.state == state && searched.modes == modes && optimizer.groups.map(\.learningRate) == rates)
        #expect(searched.parameters.map { $0.grad?.values } == gradients)

        // Momentum, dropout's random numbers and the order of the images show in what follows.
        for (model, optimizer) in [(searched, optimizer), (other, otherOptimizer)] {
            try fit(model, training: shuffled, validation: Pictures.validation, optimizer: optimizer, epochs: 2)
        }
        #expect(searched.state == other.state)
    }

    @Test func groupsKeepTheRatiosOfTheirRates() throws {
        let (model, optimizer) = try prepared()
        var ratios: Set<Float> = []
        var highest: [Float] = []
        optimizer.stepObserver = {
            let rates = $0.groups.map(\.learningRate)
            ratios.insert((rates[0] / rates[1] * 1e4).rounded())
            highest.append(rates[1])
        }
        let curve = try findLearningRate(model, training: Pictures.training, optimizer: optimizer, steps: 10)
        #expect(ratios == [1000])
        #expect(highest == curve.rates.map { Float($0) } && curve.rates[0] == 1e-7)
    }

    @Test func aLossThatIsNoNumberEndsItAndAFailureRestoresToo() throws {
        let model = Sequential(Flatten(), Linear(192, 3), Linear(3, 3))
        let state = model.state
        let optimizer = SGD(model.parameters, learningRate: 1)
        let curve = try findLearningRate(
            model, training: Pictures.training, optimizer: optimizer, from: 1, to: 1e30, steps: 10)
        #expect(curve.losses.allSatisfy(\.isFinite) && curve.losses.count < 10)
        #expect(model.state == state)

        let folder = TemporaryFolder()
        try folder.writeImagesAndABrokenOne()
        let broken = DataLoader(try ImageFolder(folder.path), batchSize: 1, workers: 0)
        let small = smallNetwork().eval()
        let before = small.state
        #expect(throws: FileError.self) {
            try findLearningRate(small, training: broken, optimizer: SGD(small.parameters, learningRate: 1))
        }
        #expect(small.state == before && !small.modes.contains(true))
    }

    @Test func tooFewPointsSuggestNothing() {
        let curve = LearningRateCurve(rates: [1, 2, 3, 4, 5, 6], losses: [6, 5, 4, 3, 2, 1], steps: 6)
        #expect(curve.steepest == nil && curve.valley == nil)
        let rising = LearningRateCurve(
            rates: (1...20).map { Double($0) }, losses: (1...20).map { Double($0) }, steps: 20)
        #expect(rising.valley == nil && rising.steepest != nil)
    }
}
