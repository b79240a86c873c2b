import TrainingCore

/// A network whose names mislead a search for text: `layer1` begins `layer10` and ends `encoder.layer1`, and the head
/// `fc` begins `fc_in`.
///
/// It takes images of 32×32 pixels and tells three classes apart.
final class LookalikeNetwork: Module {
    let stem: Sequential
    let encoder: Encoder
    let layer1: Sequential
    let layer10: Sequential
    let fcIn: Linear
    let fc: Sequential

    init(width: Int) {
        stem = Self.block(3, width, stride: 4)
        encoder = Encoder(width: width)
        layer1 = Sequential(Self.block(width, width), Self.block(width, width))
        layer10 = Sequential(Self.block(width, width), Self.block(width, width))
        fcIn = Linear(width, 6)
        fc = Sequential(BatchNorm1d(6), Linear(6, 3))
    }

    override func forward(_ x: Tensor) -> Tensor {
        let features = layer10(layer1(encoder(stem(x))))
        return fc(fcIn(AdaptiveAvgPool2d(1)(features).flattened()))
    }

    static func block(_ inChannels: Int, _ outChannels: Int, stride: Int = 1) -> Sequential {
        Sequential(
            Conv2d(inChannels, outChannels, kernel: 3, stride: stride, padding: .fixed(1), bias: false),
            BatchNorm2d(outChannels), ReLU())
    }

    final class Encoder: Module {
        let layer1: Sequential
        let layer2: Sequential

        init(width: Int) {
            layer1 = LookalikeNetwork.block(width, width)
            layer2 = LookalikeNetwork.block(width, width)
        }

        override func forward(_ x: Tensor) -> Tensor { layer2(layer1(x)) }
    }
}
