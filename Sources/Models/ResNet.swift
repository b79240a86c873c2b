import Layers
import Tensors

/// Deep residual networks (He et al., 2015) with torchvision's names, shapes and initial weights.
///
/// Input `[batch, 3, height, width]`, output logits `[batch, classes]`.
public final class ResNet: Module, Staged {
    let conv1: Conv2d
    let bn1: BatchNorm2d
    let relu = ReLU()
    let maxpool = MaxPool2d(kernel: 3, stride: 2, padding: 1)
    let layer1: Sequential
    let layer2: Sequential
    let layer3: Sequential
    let layer4: Sequential
    let avgpool = AdaptiveAvgPool2d(1)
    /// The head: from features to logits. Replace it to fit other classes.
    public var fc: Module

    /// What the stages are made of.
    public enum Block: Sendable {
        /// Two 3×3 convolutions.
        case basic
        /// A 3×3 convolution between two 1×1 ones, the last of which widens fourfold.
        case bottleneck
    }

    /// A network of four stages with `blocks` residual blocks each; the first stage has `width` channels, four times
    /// as many behind a bottleneck.
    public init(blocks: [Int], of block: Block = .basic, classes: Int = 1000, width: Int = 64) {
        conv1 = Conv2d(3, width, kernel: 7, stride: 2, padding: .fixed(3), bias: false)
        bn1 = BatchNorm2d(width)
        let widening = block == .basic ? 1 : 4
        func stage(_ index: Int) -> Sequential {
            let narrow = width << index
            return Sequential(
                (0..<blocks[index]).map { position in
                    let inChannels = position > 0 ? narrow * widening : index > 0 ? narrow / 2 * widening : width
                    let stride = position == 0 && index > 0 ? 2 : 1
                    return switch block {
                    case .basic: BasicBlock(inChannels, narrow, stride: stride)
                    case .bottleneck: Bottleneck(inChannels, narrow, widening: widening, stride: stride)
                    }
                })
        }
        layer1 = stage(0)
        layer2 = stage(1)
        layer3 = stage(2)
        layer4 = stage(3)
        fc = Linear(8 * width * widening, classes)
        super.init()
        for case let convolution as Conv2d in namedModules.map(\.element) {
            convolution.weight.copy(from: kaimingNormalFanOut(convolution.weight.shape))
        }
    }

    /// ResNet-18: 11,689,512 parameters at 1,000 classes.
    public static func resnet18(classes: Int = 1000) -> ResNet { ResNet(blocks: [2, 2, 2, 2], classes: classes) }

    /// ResNet-34: 21,797,672 parameters at 1,000 classes.
    public static func resnet34(classes: Int = 1000) -> ResNet { ResNet(blocks: [3, 4, 6, 3], classes: classes) }

    /// ResNet-50: 25,557,032 parameters at 1,000 classes.
    public static func resnet50(classes: Int = 1000) -> ResNet {
        ResNet(blocks: [3, 4, 6, 3], of: .bottleneck, classes: classes)
    }

    /// ResNet-101: 44,549,160 parameters at 1,000 classes.
    public static func resnet101(classes: Int = 1000) -> ResNet {
        ResNet(blocks: [3, 4, 23, 3], of: .bottleneck, classes: classes)
    }

    /// ResNet-152: 60,192,808 parameters at 1,000 classes.
    public static func resnet152(classes: Int = 1000) -> ResNet {
        ResNet(blocks: [3, 8, 36, 3], of: .bottleneck, classes: classes)
    }

    /// Its four stages and its head.
    public var blockStarts: [String] { ["layer1", "layer2", "layer3", "layer4", "fc"] }

    /// From a batch of normalised images to the logits.
    public override var chain: [Module]? {
        [conv1, bn1, relu, maxpool, layer1, layer2, layer3, layer4, avgpool, Flatten(), fc]
    }
}

/// Two 3×3 convolutions and a shortcut around them.
final class BasicBlock: Module, Repeatable {
    let conv1: Conv2d
    let bn1: BatchNorm2d
    let relu = ReLU()
    let conv2: Conv2d
    let bn2: BatchNorm2d
    /// Fits the shortcut to the output where size or channels change.
    let downsample: Sequential?

    init(_ inChannels: Int, _ outChannels: Int, stride: Int) {
        conv1 = Conv2d(inChannels, outChannels, kernel: 3, stride: stride, padding: .fixed(1), bias: false)
        bn1 = BatchNorm2d(outChannels)
        conv2 = Conv2d(outChannels, outChannels, kernel: 3, padding: .fixed(1), bias: false)
        bn2 = BatchNorm2d(outChannels)
        downsample = fittedShortcut(inChannels, outChannels, stride: stride)
    }

    override func forward(_ x: Tensor) -> Tensor {
        conv2(conv1(x, bn1, relu), bn2, plus: downsample?(x) ?? x, relu)
    }
}

/// Narrows by a 1×1 convolution, filters by a 3×3 one, widens by a 1×1 one; and a shortcut around them.
///
/// The stride is the 3×3 convolution's, as in torchvision ("version 1.5"); in the paper it is the first one's.
final class Bottleneck: Module, Repeatable {
    let conv1: Conv2d
    let bn1: BatchNorm2d
    let conv2: Conv2d
    let bn2: BatchNorm2d
    let conv3: Conv2d
    let bn3: BatchNorm2d
    let relu = ReLU()
    /// Fits the shortcut to the output where size or channels change.
    let downsample: Sequential?

    /// A block from `inChannels` through `narrow` to `narrow · widening` channels.
    init(_ inChannels: Int, _ narrow: Int, widening: Int, stride: Int) {
        let outChannels = narrow * widening
        conv1 = Conv2d(inChannels, narrow, kernel: 1, bias: false)
        bn1 = BatchNorm2d(narrow)
        conv2 = Conv2d(narrow, narrow, kernel: 3, stride: stride, padding: .fixed(1), bias: false)
        bn2 = BatchNorm2d(narrow)
        conv3 = Conv2d(narrow, outChannels, kernel: 1, bias: false)
        bn3 = BatchNorm2d(outChannels)
        downsample = fittedShortcut(inChannels, outChannels, stride: stride)
    }

    override func forward(_ x: Tensor) -> Tensor {
        conv3(conv2(conv1(x, bn1, relu), bn2, relu), bn3, plus: downsample?(x) ?? x, relu)
    }
}

/// A 1×1 convolution for a shortcut whose ends differ in size or channels; none where they agree.
private func fittedShortcut(_ inChannels: Int, _ outChannels: Int, stride: Int) -> Sequential? {
    if stride == 1 && inChannels == outChannels { return nil }
    return Sequential(
        Conv2d(inChannels, outChannels, kernel: 1, stride: stride, bias: false), BatchNorm2d(outChannels))
}
