import Layers
import Tensors

/// Deep residual networks (He et al., 2015) with torchvision's names, shapes and initial weights.
///
/// Input `[batch, 3, height, width]`, output logits `[batch, classes]`.
public final class ResNet: Module {
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

    /// A network of four stages with `blocks` residual blocks each; the first stage has `width` channels.
    public init(blocks: [Int], classes: Int = 1000, width: Int = 64) {
        conv1 = Conv2d(3, width, kernel: 7, stride: 2, padding: .fixed(3), bias: false)
        bn1 = BatchNorm2d(width)
        layer1 = Self.stage(width, width, count: blocks[0], stride: 1)
        layer2 = Self.stage(width, 2 * width, count: blocks[1], stride: 2)
        layer3 = Self.stage(2 * width, 4 * width, count: blocks[2], stride: 2)
        layer4 = Self.stage(4 * width, 8 * width, count: blocks[3], stride: 2)
        fc = Linear(8 * width, classes)
        super.init()
        for case let convolution as Conv2d in namedModules.map(\.element) {
            convolution.weight.copy(from: kaimingNormalFanOut(convolution.weight.shape))
        }
    }

    /// ResNet-18: 11,689,512 parameters at 1,000 classes.
    public static func resnet18(classes: Int = 1000) -> ResNet { ResNet(blocks: [2, 2, 2, 2], classes: classes) }

    /// ResNet-34: 21,797,672 parameters at 1,000 classes.
    public static func resnet34(classes: Int = 1000) -> ResNet { ResNet(blocks: [3, 4, 6, 3], classes: classes) }

    /// The logits for a batch of normalised images.
    public override func forward(_ x: Tensor) -> Tensor {
        let stem = maxpool(relu(bn1(conv1(x))))
        let features = layer4(layer3(layer2(layer1(stem))))
        return fc(avgpool(features).flattened())
    }

    private static func stage(_ inChannels: Int, _ outChannels: Int, count: Int, stride: Int) -> Sequential {
        Sequential(
            (0..<count).map {
                $0 == 0
                    ? BasicBlock(inChannels, outChannels, stride: stride)
                    : BasicBlock(outChannels, outChannels, stride: 1)
            })
    }
}

/// Two 3×3 convolutions and a shortcut around them.
final class BasicBlock: Module {
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
        downsample =
            stride == 1 && inChannels == outChannels
            ? nil
            : Sequential(
                Conv2d(inChannels, outChannels, kernel: 1, stride: stride, bias: false), BatchNorm2d(outChannels))
    }

    override func forward(_ x: Tensor) -> Tensor {
        let y = bn2(conv2(relu(bn1(conv1(x)))))
        return relu(y + (downsample?(x) ?? x))
    }
}
