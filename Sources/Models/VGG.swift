import Layers
import Tensors

/// Plain chains of 3×3 convolutions with large linear layers behind them (Simonyan and Zisserman, 2014), with
/// torchvision's names, shapes and initial weights.
///
/// Input `[batch, 3, height, width]`, each side at least 32 pixels, output logits `[batch, classes]`.
public final class VGG: Module, Staged {
    /// Convolutions, batch norms if any, ReLUs and poolings.
    public let features: Sequential
    let avgpool = AdaptiveAvgPool2d(7)
    /// Three linear layers with ReLU and dropout between them. The head is the last, `classifier[6]`; replace it to
    /// fit other classes.
    public let classifier: Sequential

    /// A network of five stages with `convolutions` layers each, of which the first has `width` channels.
    public init(convolutions: [Int], batchNorm: Bool = false, classes: Int = 1000, width: Int = 64) {
        var layers: [Module] = []
        var inChannels = 3
        for (count, channels) in zip(convolutions, [1, 2, 4, 8, 8].map { $0 * width }) {
            for _ in 0..<count {
                layers.append(Conv2d(inChannels, channels, kernel: 3, padding: .fixed(1)))
                if batchNorm { layers.append(BatchNorm2d(channels)) }
                layers.append(ReLU())
                inChannels = channels
            }
            layers.append(MaxPool2d(kernel: 2))
        }
        features = Sequential(layers)
        let hidden = 64 * width
        classifier = Sequential(
            Linear(7 * 7 * inChannels, hidden), ReLU(), Dropout(),
            Linear(hidden, hidden), ReLU(), Dropout(),
            Linear(hidden, classes))
        super.init()
        initialise { normal($0, deviation: 0.01) }
    }

    /// VGG-11: 132,863,336 parameters at 1,000 classes and full width.
    public static func vgg11(batchNorm: Bool = false, classes: Int = 1000, width: Int = 64) -> VGG {
        VGG(convolutions: [1, 1, 2, 2, 2], batchNorm: batchNorm, classes: classes, width: width)
    }

    /// VGG-13: 133,047,848 parameters at 1,000 classes and full width.
    public static func vgg13(batchNorm: Bool = false, classes: Int = 1000, width: Int = 64) -> VGG {
        VGG(convolutions: [2, 2, 2, 2, 2], batchNorm: batchNorm, classes: classes, width: width)
    }

    /// VGG-16: 138,357,544 parameters at 1,000 classes and full width.
    public static func vgg16(batchNorm: Bool = false, classes: Int = 1000, width: Int = 64) -> VGG {
        VGG(convolutions: [2, 2, 3, 3, 3], batchNorm: batchNorm, classes: classes, width: width)
    }

    /// VGG-19: 143,667,240 parameters at 1,000 classes and full width.
    public static func vgg19(batchNorm: Bool = false, classes: Int = 1000, width: Int = 64) -> VGG {
        VGG(convolutions: [2, 2, 4, 4, 4], batchNorm: batchNorm, classes: classes, width: width)
    }

    /// Its stages but the first, which is the stem, and its head. The linear layers before the head belong to the last
    /// stage.
    public var blockStarts: [String] {
        let stages = features.layers.indices.dropFirst().filter { features[$0 - 1] is MaxPool2d }
        return stages.map { "features.\($0)" } + ["classifier.\(classifier.layers.count - 1)"]
    }

    /// From a batch of normalised images to the logits.
    public override var chain: [Module]? { [features, avgpool, Flatten(), classifier] }
}
