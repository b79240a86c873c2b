import Files
import Foundation
import TrainingCore

/// Everything that a run follows from. Kept as `config.json`, so that it can be repeated.
public struct RunConfiguration: Sendable, Equatable, Codable {
    /// The folder or list of photographs, as an absolute path.
    public var data: String
    /// A name of ``ModelZoo``.
    public var model: String
    /// The file with the weights to begin with; `nil` for the shipped ones.
    public var weights: String?
    /// What learns.
    public var recipe: Recipe
    /// Epochs of the last stage; the recipe's own number if `nil`.
    public var epochs: Int?
    /// Images in a step.
    public var batchSize: Int
    /// The side of the images, in pixels.
    public var size: Int
    /// Which part of each photograph the network sees.
    public var frame: Frame
    /// The head's highest learning rate; `nil` asks the rate finder.
    public var rate: Float?
    /// Whether training images are cut and flipped at random.
    public var augments: Bool
    /// Decides every random choice.
    public var seed: UInt64
    /// How many threads computed. With another number sums are added in another order, and the last digits differ.
    public var threads: Int
    /// The names of the classes, in the order of the logits.
    public var classes: [String]

    /// A configuration with the given values.
    public init(
        data: String, model: String = "efficientnet_lite0", weights: String? = nil, recipe: Recipe = .auto,
        epochs: Int? = nil, batchSize: Int = 32, size: Int? = nil, frame: Frame = .middle, rate: Float? = nil,
        augments: Bool = true, seed: UInt64 = 1, classes: [String] = []
    ) throws {
        (self.data, self.model, self.weights, self.recipe) = (data, model, weights, recipe)
        (self.epochs, self.batchSize, self.frame, self.rate) = (epochs, batchSize, frame, rate)
        (self.augments, self.seed, self.classes) = (augments, seed, classes)
        self.size = try size ?? frame.size(ModelZoo.preset(model).imageSize)
        threads = computingThreads
    }

    /// What belongs to the weights.
    public var preset: Preset { get throws { try ModelZoo.preset(model) } }

    /// How files are read: upright, and huge JPEGs at a reduced scale that still has twice the pixels needed.
    public var reading: ImageReading { ImageReading(isUpright: true, shortSide: 2 * size) }

    /// The file with the weights to begin with.
    ///
    /// - Throws: `FileError` when there is none.
    public var weightsFile: String {
        get throws {
            guard let file = weights ?? (model == "efficientnet_lite0" ? EfficientNetLite.imageNetWeights : nil) else {
                throw FileError(
                    "--weights", expected: "a file with pretrained weights of \(model)",
                    found: "none; only efficientnet_lite0 comes with the package")
            }
            guard FileManager.default.fileExists(atPath: file) else {
                throw FileError(file, expected: "a file with pretrained weights of \(model)", found: "no such file")
            }
            return file
        }
    }

    /// The network with the weights to begin with and a new head.
    ///
    /// - Throws: `FileError` when there are no weights for it, or those in the file belong to another model.
    public func pretrainedModel() throws -> Module {
        let file = try weightsFile
        let network = try withSeed(seed) { try ModelZoo.make(model, classes: classes.count) }
        var state = try StateDictionary(contentsOfFile: file)
        let fit = network.fit(of: state)
        let head = Set(network.layerGroups.last?.parameters.map { ObjectIdentifier($0) } ?? [])
        let ofHead = Set(network.namedParameters.filter { head.contains(ObjectIdentifier($0.element)) }.map(\.name))
        let wrong = fit.missing + fit.unused + fit.misshapen.map(\.name).filter { !ofHead.contains($0) }
        guard wrong.isEmpty else {
            throw FileError(file, expected: "weights of \(model)", found: fit.summary)
        }
        // Another task's head may have as many classes; they are not these.
        for name in ofHead { state[fit.removedPrefix + name] = nil }
        network.loadWhatFits(state)
        return network
    }

    /// The network without weights, to load a run's into.
    func unfilledModel() throws -> Module {
        try withoutRandomWeights { try ModelZoo.make(model, classes: classes.count) }
    }

    /// Other photographs of the same classes to measure a model on; where they are in parts, those to test on.
    ///
    /// - Throws: `FileError` when there are none, or some have a class that the run does not know.
    public func photographs(at source: String) throws -> LabeledFiles {
        let found = try Photographs.find(source)
        let labels = try found.classes.map { name in
            guard let label = classes.firstIndex(of: name) else {
                throw FileError(
                    source, expected: "the classes \(classes.joined(separator: ", "))", found: "the class \(name)")
            }
            return label
        }
        let isInParts = found.files.contains { $0.part != nil }
        let files = isInParts ? found.files.filter { $0.part == .test } : found.files
        guard !files.isEmpty else {
            throw FileError(
                source, expected: "photographs to test on", found: "parts for training and validation alone")
        }
        return LabeledFiles(
            classes: classes, samples: files.map { .init(path: $0.path, label: labels[$0.label]) }, reading: reading)
    }
}
