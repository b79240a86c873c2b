import Layers
import Tensors

/// MobileNetV2 (Sandler et al., 2018): narrow trunks between wide depthwise convolutions, made for small devices. With
/// torchvision's names, shapes and initial weights. 3,504,872 parameters at 1,000 classes.
///
/// Input `[batch, 3, height, width]`, output logits `[batch, classes]`.
public final class MobileNetV2: Module, Staged {
    /// The stem, seventeen blocks, and a 1×1 convolution to 1,280 channels.
    public let features: Sequential
    let avgpool = AdaptiveAvgPool2d(1)
    /// Dropout and the head, `classifier[1]`; replace that to fit other classes.
    public let classifier: Sequential

    /// The network with random weights.
    public init(classes: Int = 1000, dropout: Float = 0.2) {
        let stages: [(expansion: Int, channels: Int, count: Int, stride: Int)] = [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        ]
        var layers: [Module] = [convNormActivation(3, 32, kernel: 3, stride: 2, ReLU6())]
        var inChannels = 32
        for stage in stages {
            for index in 0..<stage.count {
                layers.append(
                    LinearBottleneck(
                        inChannels, stage.channels, expansion: stage.expansion, stride: index == 0 ? stage.stride : 1))
                inChannels = stage.channels
            }
        }
        layers.append(convNormActivation(inChannels, 1280, kernel: 1, ReLU6()))
        features = Sequential(layers)
        classifier = Sequential(Dropout(dropout), Linear(1280, classes))
        super.init()
        initialise { normal($0, deviation: 0.01) }
    }

    /// Its bottlenecks, the last with the 1×1 convolution behind it, and its head.
    public var blockStarts: [String] {
        (1..<features.layers.count - 1).map { "features.\($0)" } + ["classifier.\(classifier.layers.count - 1)"]
    }

    /// From a batch of normalised images to the logits.
    public override var chain: [Module]? { [features, avgpool, Flatten(), classifier] }
}

/// Widens by a 1×1 convolution, filters each channel by itself, narrows again without an activation; a shortcut where
/// the shapes agree.
final class LinearBottleneck: Module, Repeatable {
    let conv: Sequential
    private let hasShortcut: Bool

    init(_ inChannels: Int, _ outChannels: Int, expansion: Int, stride: Int) {
        let wide = inChannels * expansion
        let expand = expansion == 1 ? [] : [convNormActivation(inChannels, wide, kernel: 1, ReLU6())]
        conv = Sequential(
            expand + [
                convNormActivation(wide, wide, kernel: 3, stride: stride, groups: wide, ReLU6()),
                Conv2d(wide, outChannels, kernel: 1, bias: false), BatchNorm2d(outChannels),
            ])
        hasShortcut = stride == 1 && inChannels == outChannels
    }

    override func forward(_ x: Tensor) -> Tensor { hasShortcut ? x + conv(x) : conv(x) }
}
