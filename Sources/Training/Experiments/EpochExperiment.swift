import Layers
import Optimizers

/// What it takes to compare numbers of epochs: a model, an optimizer, training and two measures, as functions, so that
/// the comparison is the same whatever model and images they stand for.
public struct EpochExperiment {
    /// How many steps an epoch has.
    public let stepsPerEpoch: Int
    /// A new model; its first weights follow from the seed.
    public let makeModel: (_ seed: UInt64) throws -> Module
    /// A new optimizer for a model.
    public let makeOptimizer: (_ model: Module) throws -> Optimizer
    /// Trains for one epoch. Epochs count from 0; the first step of epoch 2 is step `2 * stepsPerEpoch` of the schedule.
    public let trainEpoch: (_ model: Module, _ optimizer: Optimizer, _ schedule: OneCycle, _ epoch: Int) throws -> Void
    /// The share of right predictions on the validation images, 0…1.
    public let validationAccuracy: (_ model: Module) throws -> Double
    /// The share of right predictions on the test images, 0…1.
    public let testAccuracy: (_ model: Module) throws -> Double

    /// An experiment with these parts.
    public init(
        stepsPerEpoch: Int, makeModel: @escaping (_ seed: UInt64) throws -> Module,
        makeOptimizer: @escaping (_ model: Module) throws -> Optimizer,
        trainEpoch:
            @escaping (
                _ model: Module, _ optimizer: Optimizer, _ schedule: OneCycle, _ epoch: Int
            ) throws -> Void,
        validationAccuracy: @escaping (_ model: Module) throws -> Double,
        testAccuracy: @escaping (_ model: Module) throws -> Double
    ) {
        self.stepsPerEpoch = stepsPerEpoch
        self.makeModel = makeModel
        self.makeOptimizer = makeOptimizer
        self.trainEpoch = trainEpoch
        self.validationAccuracy = validationAccuracy
        self.testAccuracy = testAccuracy
    }
}

/// What a run of some epochs brought.
public struct EpochRun: Sendable, Equatable, Codable {
    /// The share of right predictions on the validation images after each epoch, 0…1.
    public let accuracies: [Double]
    /// The first of the epochs with the highest accuracy, counted from 0.
    public let bestEpoch: Int

    /// The result of a run.
    public init(accuracies: [Double], bestEpoch: Int) {
        self.accuracies = accuracies
        self.bestEpoch = bestEpoch
    }
}

/// What comparing numbers of epochs brought.
public struct EpochComparison {
    /// A run for each number of epochs, in the order in which they were asked for.
    public let runs: [EpochRun]
    /// Which of the runs was chosen, counted from 0.
    public let chosen: Int
    /// The chosen run's model with the weights of its best epoch.
    public let model: Module
    /// The share of right predictions of `model` on the test images, 0…1.
    public let testAccuracy: Double

    /// The result of a comparison.
    public init(runs: [EpochRun], chosen: Int, model: Module, testAccuracy: Double) {
        self.runs = runs
        self.chosen = chosen
        self.model = model
        self.testAccuracy = testAccuracy
    }
}
