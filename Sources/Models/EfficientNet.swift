import Layers
import Tensors

/// EfficientNet (Tan and Le, 2019): one network in several sizes, with squeeze-and-excitation. With torchvision's
/// names, shapes and initial weights.
///
/// Input `[batch, 3, height, width]`, output logits `[batch, classes]`.
public final class EfficientNet: Module, Staged {
    /// The stem, seven stages of blocks, and a 1×1 convolution.
    public let features: Sequential
    let avgpool = AdaptiveAvgPool2d(1)
    /// Dropout and the head, `classifier[1]`; replace that to fit other classes.
    public let classifier: Sequential

    /// A network with `width` times B0's channels and `depth` times its blocks.
    ///
    /// - Parameter stochasticDepth: how often the last block's branch is left out in training, the earlier ones' less
    ///   in proportion; 0.2 as in torchvision.
    public init(
        width: Double = 1, depth: Double = 1, dropout: Float = 0.2, stochasticDepth: Float = 0.2, classes: Int = 1000
    ) {
        let stages = EfficientNetStage.base.map { $0.scaled(width: width, depth: depth) }
        let count = stages.map(\.count).reduce(0, +)
        var inChannels = scaledChannels(32, by: width)
        var layers = [convNormActivation(3, inChannels, kernel: 3, stride: 2, SiLU())]
        var position = 0
        for stage in stages {
            var blocks: [Module] = []
            for index in 0..<stage.count {
                blocks.append(
                    MBConv(
                        inChannels, stage.channels, expansion: stage.expansion, kernel: stage.kernel,
                        stride: index == 0 ? stage.stride : 1,
                        stochasticDepth: stochasticDepth * Float(position) / Float(count)))
                inChannels = stage.channels
                position += 1
            }
            layers.append(Sequential(blocks))
        }
        layers.append(convNormActivation(inChannels, 4 * inChannels, kernel: 1, SiLU()))
        features = Sequential(layers)
        classifier = Sequential(Dropout(dropout), Linear(4 * inChannels, classes))
        super.init()
        initialise { uniform($0, bound: 1 / Float(max($0[0], 1)).squareRoot()) }
    }

    /// EfficientNet-B0: 5,288,548 parameters at 1,000 classes; made for 224 pixels.
    public static func b0(classes: Int = 1000) -> EfficientNet { EfficientNet(classes: classes) }

    /// EfficientNet-B1: 7,794,184 parameters at 1,000 classes; made for 240 pixels.
    public static func b1(classes: Int = 1000) -> EfficientNet { EfficientNet(depth: 1.1, classes: classes) }

    /// EfficientNet-B2: 9,109,994 parameters at 1,000 classes; made for 288 pixels.
    public static func b2(classes: Int = 1000) -> EfficientNet {
        EfficientNet(width: 1.1, depth: 1.2, dropout: 0.3, classes: classes)
    }

    /// EfficientNet-B3: 12,233,232 parameters at 1,000 classes; made for 300 pixels.
    public static func b3(classes: Int = 1000) -> EfficientNet {
        EfficientNet(width: 1.2, depth: 1.4, dropout: 0.3, classes: classes)
    }

    /// Its seven stages, the last with the 1×1 convolution behind it, and its head.
    public var blockStarts: [String] {
        (1..<features.layers.count - 1).map { "features.\($0)" } + ["classifier.\(classifier.layers.count - 1)"]
    }

    /// From a batch of normalised images to the logits.
    public override var chain: [Module]? { [features, avgpool, Flatten(), classifier] }
}

/// Widens by a 1×1 convolution, filters each channel by itself, weighs the channels, narrows again; a shortcut where
/// the shapes agree.
final class MBConv: Module, Repeatable {
    let block: Sequential
    /// Leaves the branch out now and then, sample by sample; none where there is no shortcut.
    let stochasticDepth: DropPath?

    init(
        _ inChannels: Int, _ outChannels: Int, expansion: Int, kernel: Int, stride: Int, stochasticDepth: Float
    ) {
        let wide = inChannels * expansion
        let expand = expansion == 1 ? [] : [convNormActivation(inChannels, wide, kernel: 1, SiLU())]
        block = Sequential(
            expand + [
                convNormActivation(wide, wide, kernel: kernel, stride: stride, groups: wide, SiLU()),
                SqueezeExcitation(wide, squeezed: max(inChannels / 4, 1)),
                convNormActivation(wide, outChannels, kernel: 1, nil),
            ])
        self.stochasticDepth = stride == 1 && inChannels == outChannels ? DropPath(stochasticDepth) : nil
    }

    override func forward(_ x: Tensor) -> Tensor {
        let y = block(x)
        return stochasticDepth.map { $0(y) + x } ?? y
    }
}

/// Weighs each channel by a number in 0…1 that depends on the means of all channels (Hu et al., 2017).
final class SqueezeExcitation: Module, Repeatable {
    let avgpool = AdaptiveAvgPool2d(1)
    let fc1: Conv2d
    let fc2: Conv2d
    let activation = SiLU()
    let scaleActivation = Sigmoid()

    init(_ channels: Int, squeezed: Int) {
        fc1 = Conv2d(channels, squeezed, kernel: 1)
        fc2 = Conv2d(squeezed, channels, kernel: 1)
    }

    override func forward(_ x: Tensor) -> Tensor {
        x * scaleActivation(fc2(activation(fc1(avgpool(x)))))
    }
}
