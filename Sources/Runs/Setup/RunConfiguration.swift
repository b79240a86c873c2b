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
        epochs: Int? = nil, batchSize: Int = 32, size: Int? = nil, rate: Float? = nil, augments: Bool = true,
        seed: UInt64 = 1, classes: [String] = []
    ) throws {
        (self.data, self.model, self.weights, self.recipe) = (data, model, weights, recipe)
        (self.epochs, self.batchSize, self.rate) = (epochs, batchSize, rate)
        (self.augments, self.seed, self.classes) = (augments, seed, classes)
        self.size = try size ?? ModelZoo.preset(model).imageSize
        threads = computingThreads
    }

    /// What belongs to the weights.
    public var preset: Preset { get throws { try ModelZoo.preset(model) } }

    /// How files are read: upright, and huge JPEGs at a reduced scale that still has twice the pixels needed.
    public var reading: ImageReading { ImageReading(isUpright: true, shortSide: 2 * size) }

    /// What happens to an image that is measured or predicted.
    public var evaluation: Transforms { get throws { try preset.evaluationTransforms(size: size) } }

    /// What happens to an image that is learned from.
    public var training: Transforms {
        get throws {
            let evaluation = try evaluation
            guard augments else { return evaluation }
            let interpolation: Interpolation = try preset.isBicubic ? .bicubic : .bilinear
            return Transforms(
                [
                    RandomResizedCrop(size: size, scale: 0.5...1, interpolation: interpolation),
                    RandomHorizontalFlip(),
                ], then: evaluation.floatSteps)
        }
    }

    /// The network with the weights to begin with and a new head.
    ///
    /// - Throws: `FileError` when there are no weights for it, or those in the file belong to another model.
    public func pretrainedModel() throws -> Module {
        guard let file = weights ?? (model == "efficientnet_lite0" ? EfficientNetLite.imageNetWeights : nil) else {
            throw FileError(
                "--weights", expected: "a file with pretrained weights of \(model)",
                found: "none; only efficientnet_lite0 comes with the package")
        }
        let network = try withSeed(seed) { try ModelZoo.make(model, classes: classes.count) }
        let state = try StateDictionary(contentsOfFile: file)
        let fit = network.fit(of: state)
        let head = Set(network.layerGroups.last?.parameters.map { ObjectIdentifier($0) } ?? [])
        let ofHead = Set(network.namedParameters.filter { head.contains(ObjectIdentifier($0.element)) }.map(\.name))
        let wrong = fit.missing + fit.unused + fit.misshapen.map(\.name).filter { !ofHead.contains($0) }
        guard wrong.isEmpty else {
            throw FileError(file, expected: "weights of \(model)", found: fit.summary)
        }
        network.loadWhatFits(state)
        return network
    }

    /// Other photographs of the same classes.
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
        return LabeledFiles(
            classes: classes, samples: found.files.map { .init(path: $0.path, label: labels[$0.label]) },
            reading: reading)
    }
}
