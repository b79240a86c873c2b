import Datasets
import Layers

/// What it takes to compare batch sizes: a model, a loader, training, a measure and a clock, as functions, so that the
/// comparison is the same whatever model and images they stand for.
public struct BatchSizeExperiment {
    /// A new model; its first weights follow from the seed.
    public let makeModel: (_ seed: UInt64) throws -> Module
    /// A loader that visits every training image once in each epoch; the order follows from the seed.
    public let makeLoader: (_ batchSize: Int, _ seed: UInt64) throws -> DataLoader
    /// Trains a model for so many steps with a new optimizer, starting at epoch 0 of the loader. The rate rises to
    /// `learningRate` and falls again within these steps.
    public let train: (_ model: Module, _ loader: DataLoader, _ learningRate: Float, _ steps: Int) throws -> Void
    /// The share of right predictions on the validation images, 0…1.
    public let accuracy: (_ model: Module) throws -> Double
    /// The time in seconds, from any starting point.
    public let now: () -> Double

    /// An experiment with these parts.
    public init(
        makeModel: @escaping (_ seed: UInt64) throws -> Module,
        makeLoader: @escaping (_ batchSize: Int, _ seed: UInt64) throws -> DataLoader,
        train: @escaping (_ model: Module, _ loader: DataLoader, _ learningRate: Float, _ steps: Int) throws -> Void,
        accuracy: @escaping (_ model: Module) throws -> Double, now: @escaping () -> Double
    ) {
        self.makeModel = makeModel
        self.makeLoader = makeLoader
        self.train = train
        self.accuracy = accuracy
        self.now = now
    }
}

/// What training with one batch size brought.
public struct BatchSizeRun: Sendable, Equatable, Codable {
    /// Images in a batch.
    public let batchSize: Int
    /// The peak learning rate it was trained with.
    public let learningRate: Float
    /// How many steps the run had.
    public let steps: Int
    /// Training images seen in a second.
    public let imagesPerSecond: Double
    /// The share of right predictions on the validation images afterwards, 0…1.
    public let accuracy: Double

    /// The result of a run.
    public init(batchSize: Int, learningRate: Float, steps: Int, imagesPerSecond: Double, accuracy: Double) {
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.steps = steps
        self.imagesPerSecond = imagesPerSecond
        self.accuracy = accuracy
    }
}
