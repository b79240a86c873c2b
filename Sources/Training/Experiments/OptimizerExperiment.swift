import Layers
import Optimizers
import Tensors

/// An optimizer that is to be compared with others, and the learning rates to try it with.
public struct OptimizerCandidate {
    /// What reports call it.
    public let name: String
    /// The learning rates to try.
    public let learningRates: [Float]
    /// A new optimizer for some parameters.
    public let make: (_ parameters: [Parameter], _ learningRate: Float) throws -> Optimizer

    /// A candidate with the given rates.
    public init(
        _ name: String, learningRates: [Float],
        make: @escaping (_ parameters: [Parameter], _ learningRate: Float) throws -> Optimizer
    ) {
        self.name = name
        self.learningRates = learningRates
        self.make = make
    }
}

/// What it takes to compare optimizers: a model, training and two measures, as functions, so that the comparison is the
/// same whatever model and images they stand for.
public struct OptimizerExperiment {
    /// A new model; its first weights follow from the seed.
    public let makeModel: (_ seed: UInt64) throws -> Module
    /// Trains a model; the order of the images and what else is random follow from the seed.
    public let train: (_ model: Module, _ optimizer: Optimizer, _ seed: UInt64) throws -> Void
    /// The share of right predictions on the validation images, 0…1.
    public let validationAccuracy: (_ model: Module) throws -> Double
    /// The share of right predictions on the test images, 0…1.
    public let testAccuracy: (_ model: Module) throws -> Double

    /// An experiment with these parts.
    public init(
        makeModel: @escaping (_ seed: UInt64) throws -> Module,
        train: @escaping (_ model: Module, _ optimizer: Optimizer, _ seed: UInt64) throws -> Void,
        validationAccuracy: @escaping (_ model: Module) throws -> Double,
        testAccuracy: @escaping (_ model: Module) throws -> Double
    ) {
        self.makeModel = makeModel
        self.train = train
        self.validationAccuracy = validationAccuracy
        self.testAccuracy = testAccuracy
    }
}

/// What an optimizer brought with one learning rate.
public struct OptimizerTrial: Sendable, Equatable, Codable {
    /// The optimizer's name.
    public let name: String
    /// The learning rate.
    public let learningRate: Float
    /// The share of right predictions on the validation images, 0…1, one for each seed.
    public let accuracies: [Double]

    /// The result of a trial.
    public init(name: String, learningRate: Float, accuracies: [Double]) {
        self.name = name
        self.learningRate = learningRate
        self.accuracies = accuracies
    }

    /// The mean accuracy over the seeds; NaN without any.
    public var mean: Double { accuracies.reduce(0, +) / Double(accuracies.count) }
}

/// What comparing optimizers brought.
public struct OptimizerComparison: Sendable, Equatable, Codable {
    /// A trial for each learning rate of each candidate.
    public let trials: [OptimizerTrial]
    /// Which of the trials was chosen, counted from 0.
    public let chosen: Int
    /// The share of right predictions on the test images, 0…1, as a mean over the chosen trial's models.
    public let testAccuracy: Double

    /// The result of a comparison.
    public init(trials: [OptimizerTrial], chosen: Int, testAccuracy: Double) {
        self.trials = trials
        self.chosen = chosen
        self.testAccuracy = testAccuracy
    }
}
