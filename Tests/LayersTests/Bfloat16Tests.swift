import Layers
import RandomNumbers
import Tensors
import Testing

@Suite("bfloat16")
struct Bfloat16Tests {
    private let images = withSeed(1) { uniform([4, 3, 32, 32], bound: 2) }

    /// A beginning of convolutions, a pooling, a residual sum and channel weights, and a head.
    private func network() -> Sequential {
        withSeed(2) {
            let norm = BatchNorm2d(32)
            norm.runningMean.value.copy(from: uniform([32], bound: 0.5))
            return Sequential(
                Sequential(Conv2d(3, 32, kernel: 3, padding: .fixed(1)), norm, ReLU(), MaxPool2d(kernel: 2)),
                Residual(32), Conv2d(32, 32, kernel: 3, groups: 32), SiLU(), AdaptiveAvgPool2d(1), Flatten(),
                Linear(32, 5))
        }
    }

    private func largestError(_ found: Tensor, _ expected: Tensor) -> Float {
        let scale = expected.values.map(abs).max()!
        return zip(found.values, expected.values).map { abs($0 - $1) }.max()! / scale
    }

    @Test func evaluationIsRoundedALittle() {
        let network = network().eval()
        withoutGradient {
            let expected = network(images)
            let error = largestError(withBfloat16 { network(images) }, expected)
            #expect(bfloat16IsAvailable ? error > 1e-5 && error < 2e-2 : error == 0)
            // Nothing of it stays behind.
            #expect(network(images).values == expected.values)
        }
    }

    @Test func onlyWhatIsFrozenIsRounded() throws {
        let network = network()
        try network.freeze(except: ["6"])
        let body = Sequential(Array(network.layers[..<6]))
        let features = withBfloat16 { body(images) }
        let loss = withBfloat16 { crossEntropy(network(images), [0, 1, 2, 3]) }
        // The head multiplies in single precision what the body left.
        #expect(loss.item == crossEntropy(network[6](features), [0, 1, 2, 3]).item)
        loss.backward()
        #expect(network[6].parameters.allSatisfy { $0.grad != nil })
        #expect(body.parameters.allSatisfy { $0.grad == nil })
    }

    @Test func whatLearnsIsNotRounded() {
        let network = network()
        #expect(withBfloat16 { network(images) }.values == self.network()(images).values)
    }

    @Test func exactConvolutionsGoFirst() {
        let network = network().eval()
        withoutGradient {
            let exact = withExactConvolutions { network(images) }.values
            #expect(withBfloat16 { withExactConvolutions { network(images) } }.values == exact)
        }
    }
}

/// A convolution, weighed by the channels' means, with a shortcut.
private final class Residual: Module {
    let conv: Conv2d
    let pool = AdaptiveAvgPool2d(1)

    init(_ channels: Int) { conv = Conv2d(channels, channels, kernel: 3, padding: .fixed(1)) }

    override func forward(_ x: Tensor) -> Tensor {
        let y = conv(x)
        return relu(y * sigmoid(pool(y)) + x)
    }
}
