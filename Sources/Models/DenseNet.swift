import Layers
import Tensors

/// Densely connected networks (Huang et al., 2016): each layer sees the outputs of all layers before it in its block.
/// With torchvision's names, shapes and initial weights.
///
/// Input `[batch, 3, height, width]`, each side at least 32 pixels, output logits `[batch, classes]`.
public final class DenseNet: Module, Staged {
    let features: DenseFeatures
    let relu = ReLU()
    let avgpool = AdaptiveAvgPool2d(1)
    /// The head: from features to logits. Replace it to fit other classes.
    public var classifier: Module

    /// A network of four blocks with `blocks` layers each, every one of which adds `growth` channels to the `stem`
    /// channels at the beginning.
    public init(blocks: [Int], growth: Int = 32, stem: Int = 64, classes: Int = 1000) {
        features = DenseFeatures(blocks: blocks, growth: growth, stem: stem)
        classifier = Linear(features.outChannels, classes)
        super.init()
        for case let convolution as Conv2d in namedModules.map(\.element) {
            convolution.weight.copy(from: kaimingNormalFanIn(convolution.weight.shape))
        }
        if let bias = (classifier as? Linear)?.bias { bias.copy(from: .zeros(bias.shape)) }
    }

    /// DenseNet-121: 7,978,856 parameters at 1,000 classes.
    public static func densenet121(classes: Int = 1000) -> DenseNet {
        DenseNet(blocks: [6, 12, 24, 16], classes: classes)
    }

    /// DenseNet-161: 28,681,000 parameters at 1,000 classes.
    public static func densenet161(classes: Int = 1000) -> DenseNet {
        DenseNet(blocks: [6, 12, 36, 24], growth: 48, stem: 96, classes: classes)
    }

    /// DenseNet-169: 14,149,480 parameters at 1,000 classes.
    public static func densenet169(classes: Int = 1000) -> DenseNet {
        DenseNet(blocks: [6, 12, 32, 32], classes: classes)
    }

    /// DenseNet-201: 20,013,928 parameters at 1,000 classes.
    public static func densenet201(classes: Int = 1000) -> DenseNet {
        DenseNet(blocks: [6, 12, 48, 32], classes: classes)
    }

    /// Its four dense blocks, each with the transition or norm behind it, and its head.
    public var blockStarts: [String] { (1...4).map { "features.denseblock\($0)" } + ["classifier"] }

    /// From a batch of normalised images to the logits.
    public override var chain: [Module]? { [features, relu, avgpool, Flatten(), classifier] }
}

/// Everything up to the last batch norm.
final class DenseFeatures: Module {
    let conv0: Conv2d
    let norm0: BatchNorm2d
    let relu0 = ReLU()
    let pool0 = MaxPool2d(kernel: 3, stride: 2, padding: 1)
    let denseblock1: DenseBlock
    let transition1: Transition
    let denseblock2: DenseBlock
    let transition2: Transition
    let denseblock3: DenseBlock
    let transition3: Transition
    let denseblock4: DenseBlock
    let norm5: BatchNorm2d
    let outChannels: Int

    init(blocks: [Int], growth: Int, stem: Int) {
        conv0 = Conv2d(3, stem, kernel: 7, stride: 2, padding: .fixed(3), bias: false)
        norm0 = BatchNorm2d(stem)
        denseblock1 = DenseBlock(stem, count: blocks[0], growth: growth)
        transition1 = Transition(denseblock1.outChannels)
        denseblock2 = DenseBlock(transition1.outChannels, count: blocks[1], growth: growth)
        transition2 = Transition(denseblock2.outChannels)
        denseblock3 = DenseBlock(transition2.outChannels, count: blocks[2], growth: growth)
        transition3 = Transition(denseblock3.outChannels)
        denseblock4 = DenseBlock(transition3.outChannels, count: blocks[3], growth: growth)
        outChannels = denseblock4.outChannels
        norm5 = BatchNorm2d(outChannels)
    }

    override var chain: [Module]? {
        [
            conv0, norm0, relu0, pool0, denseblock1, transition1, denseblock2, transition2, denseblock3, transition3,
            denseblock4, norm5,
        ]
    }
}

/// Layers that each append their output to their input, channel by channel.
final class DenseBlock: Module, Repeatable {
    let layers: [DenseLayer]
    let outChannels: Int

    init(_ inChannels: Int, count: Int, growth: Int) {
        layers = (0..<count).map { DenseLayer(inChannels + $0 * growth, growth: growth) }
        outChannels = inChannels + count * growth
    }

    /// torchvision counts from one: `denselayer1`.
    override func key(forElement index: Int, ofProperty name: String) -> String { "denselayer\(index + 1)" }

    override func forward(_ x: Tensor) -> Tensor { layers.reduce(x) { concatenated([$0, $1($0)]) } }
}

/// From all the channels so far to `growth` new ones: narrows by a 1×1 convolution, then filters by a 3×3 one.
final class DenseLayer: Module {
    let norm1: BatchNorm2d
    let relu1 = ReLU()
    let conv1: Conv2d
    let norm2: BatchNorm2d
    let relu2 = ReLU()
    let conv2: Conv2d

    init(_ inChannels: Int, growth: Int) {
        norm1 = BatchNorm2d(inChannels)
        conv1 = Conv2d(inChannels, 4 * growth, kernel: 1, bias: false)
        norm2 = BatchNorm2d(4 * growth)
        conv2 = Conv2d(4 * growth, growth, kernel: 3, padding: .fixed(1), bias: false)
    }

    override var chain: [Module]? { [norm1, relu1, conv1, norm2, relu2, conv2] }
}

/// Halves the channels and both sides between two blocks.
final class Transition: Module {
    let norm: BatchNorm2d
    let relu = ReLU()
    let conv: Conv2d
    let pool = AvgPool2d(kernel: 2)
    let outChannels: Int

    init(_ inChannels: Int) {
        outChannels = inChannels / 2
        norm = BatchNorm2d(inChannels)
        conv = Conv2d(inChannels, outChannels, kernel: 1, bias: false)
    }

    override var chain: [Module]? { [norm, relu, conv, pool] }
}
