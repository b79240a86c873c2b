import Layers
import Tensors

/// EfficientNet-Lite: EfficientNet without squeeze-and-excitation and with ReLU6, made for small devices.
///
/// Names, shapes and arithmetic follow the PyTorch package `efficientnet_lite_pytorch`, whose weights for Lite0 this
/// project ships. Convolutions pad as TensorFlow's `SAME`, here for any image size.
/// Input `[batch, 3, height, width]`, output logits `[batch, classes]`.
public final class EfficientNetLite: Module, Staged {
    let convStem: Conv2d
    let bn0: BatchNorm2d
    let blocks: [InvertedResidual]
    let convHead: Conv2d
    let bn1: BatchNorm2d
    let avgPooling = AdaptiveAvgPool2d(1)
    let dropout: Dropout
    /// The head: from 1,280 features to logits. Replace it to fit other classes.
    public var fc: Module
    let activation = ReLU6()

    /// The network with random weights; Lite0 unless `width` and `depth` say otherwise: 4,652,008 parameters at 1,000
    /// classes. The stem, the head, and the number of blocks in the first and last stage are the same at any size.
    ///
    /// - Parameter dropConnect: how often the last block's branch is left out in training, the earlier ones' less in
    ///   proportion (stochastic depth); 0.2 as in the package.
    public init(
        classes: Int = 1000, width: Double = 1, depth: Double = 1, dropout: Float = 0.2, dropConnect: Float = 0.2
    ) {
        self.dropout = Dropout(dropout)
        convStem = Conv2d(3, 32, kernel: 3, stride: 2, padding: .same, bias: false)
        bn0 = batchNorm(32)
        let base = EfficientNetStage.base
        let stages = base.enumerated().map { index, stage in
            stage.scaled(width: width, depth: index == 0 || index == base.count - 1 ? 1 : depth)
        }
        let count = stages.map(\.count).reduce(0, +)
        var blocks: [InvertedResidual] = []
        var inChannels = 32
        for stage in stages {
            for index in 0..<stage.count {
                blocks.append(
                    InvertedResidual(
                        inChannels, stage.channels, expansion: stage.expansion, kernel: stage.kernel,
                        stride: index == 0 ? stage.stride : 1,
                        dropConnect: dropConnect * Float(blocks.count) / Float(count)))
                inChannels = stage.channels
            }
        }
        self.blocks = blocks
        convHead = Conv2d(inChannels, 1280, kernel: 1, bias: false)
        bn1 = batchNorm(1280)
        fc = Linear(1280, classes)
    }

    /// EfficientNet-Lite1: 5,416,680 parameters at 1,000 classes; made for 240 pixels.
    public static func lite1(classes: Int = 1000) -> EfficientNetLite { EfficientNetLite(classes: classes, depth: 1.1) }

    /// EfficientNet-Lite2: 6,092,072 parameters at 1,000 classes; made for 260 pixels.
    public static func lite2(classes: Int = 1000) -> EfficientNetLite {
        EfficientNetLite(classes: classes, width: 1.1, depth: 1.2, dropout: 0.3)
    }

    /// The package puts an underscore before every name: `_conv_stem.weight`.
    public override func key(forProperty name: String) -> String { "_" + super.key(forProperty: name) }

    /// Its bottlenecks, the last with the 1×1 convolution behind it, and its head.
    public var blockStarts: [String] { blocks.indices.map { "_blocks.\($0)" } + ["_fc"] }

    /// From a batch of normalised images to the logits.
    public override var chain: [Module]? {
        [convStem, bn0, activation] + blocks + [convHead, bn1, activation, avgPooling, Flatten(), dropout, fc]
    }
}

/// Widens by a 1×1 convolution, filters each channel by itself, narrows again; a shortcut where the shapes agree.
final class InvertedResidual: Module, Repeatable {
    let expandConv: Conv2d?
    let bn0: BatchNorm2d?
    let depthwiseConv: Conv2d
    let bn1: BatchNorm2d
    let projectConv: Conv2d
    let bn2: BatchNorm2d
    let activation = ReLU6()
    /// Leaves the branch out now and then; none where there is no shortcut.
    let dropPath: DropPath?

    init(_ inChannels: Int, _ outChannels: Int, expansion: Int, kernel: Int, stride: Int, dropConnect: Float) {
        let wide = inChannels * expansion
        expandConv = expansion == 1 ? nil : Conv2d(inChannels, wide, kernel: 1, bias: false)
        bn0 = expansion == 1 ? nil : batchNorm(wide)
        depthwiseConv = Conv2d(wide, wide, kernel: kernel, stride: stride, padding: .same, groups: wide, bias: false)
        bn1 = batchNorm(wide)
        projectConv = Conv2d(wide, outChannels, kernel: 1, bias: false)
        bn2 = batchNorm(outChannels)
        dropPath = stride == 1 && inChannels == outChannels ? DropPath(dropConnect) : nil
    }

    override func key(forProperty name: String) -> String { "_" + super.key(forProperty: name) }

    override func forward(_ x: Tensor) -> Tensor {
        var y = x
        if let expandConv, let bn0 { y = expandConv(y, bn0, activation) }
        y = depthwiseConv(y, bn1, activation)
        y = projectConv(y, bn2)
        return dropPath.map { $0(y) + x } ?? y
    }
}

/// TensorFlow's defaults, which the weights were trained with.
private func batchNorm(_ channels: Int) -> BatchNorm2d { BatchNorm2d(channels, epsilon: 1e-3, momentum: 0.01) }
