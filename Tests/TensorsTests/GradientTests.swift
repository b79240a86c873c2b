import RandomNumbers
import Testing

@testable import Tensors

/// Keeps a number at least 0.05 away from 0, where ReLU and its kin have a kink.
private let awayFromZero: @Sendable (Float) -> Float = { $0 + ($0 < 0 ? -0.05 : 0.05) }
private let positive: @Sendable (Float) -> Float = { abs($0) + 0.5 }

@Suite("Gradients agree with central differences")
struct GradientTests {
    @Test(arguments: [
        GradientCase("relu", [[3, 5]], place: awayFromZero) { relu($0[0]) },
        GradientCase("relu6 near 0", [[3, 5]], place: awayFromZero) { relu6($0[0]) },
        GradientCase("relu6 near 6", [[3, 5]], place: { awayFromZero($0) + 6 }) { relu6($0[0]) },
        GradientCase("silu", [[3, 5]]) { silu($0[0]) },
        GradientCase("sigmoid", [[3, 5]]) { sigmoid($0[0]) },
        GradientCase("tanh", [[3, 5]]) { tanh($0[0]) },
        GradientCase("exp", [[3, 5]]) { exp($0[0]) },
        GradientCase("log", [[3, 5]], place: positive) { log($0[0]) },
        GradientCase("sqrt", [[3, 5]], place: positive) { sqrt($0[0]) },
        GradientCase("square", [[3, 5]]) { square($0[0]) },
        GradientCase("abs", [[3, 5]], place: awayFromZero) { abs($0[0]) },
        GradientCase("softmax of rows", [[3, 5]]) { softmax($0[0]) },
        GradientCase("softmax over channels", [[2, 3, 2, 2]]) { softmax($0[0], axis: 1) },
        GradientCase("log softmax", [[3, 5]]) { logSoftmax($0[0]) },
        GradientCase("log softmax over channels", [[2, 3, 2, 2]]) { logSoftmax($0[0], axis: 1) },
    ])
    func activations(_ test: GradientCase) { expectGradientsAgree(test) }

    @Test(arguments: [
        GradientCase("sum of two", [[2, 3], [2, 3]]) { $0[0] + $0[1] },
        GradientCase("a tensor and itself", [[2, 3]]) { $0[0] * $0[0] + $0[0] },
        GradientCase("difference", [[2, 3], [2, 3]]) { $0[0] - $0[1] },
        GradientCase("product", [[2, 3], [2, 3]]) { $0[0] * $0[1] },
        GradientCase("quotient", [[2, 3], [2, 3]], place: positive) { $0[0] / $0[1] },
        GradientCase("row added to a matrix", [[4, 3], [3]]) { $0[0] + $0[1] },
        GradientCase("matrix subtracted from a row", [[3], [4, 3]]) { $0[0] - $0[1] },
        GradientCase("column times row", [[4, 1], [1, 3]]) { $0[0] * $0[1] },
        GradientCase("row divided by matrix", [[3], [4, 3]], place: positive) { $0[0] / $0[1] },
        GradientCase("channels scaled", [[2, 3, 2, 2], [2, 3, 1, 1]]) { $0[0] * $0[1] },
        GradientCase("scalar tensor", [[2, 3], []]) { $0[0] * $0[1] },
        GradientCase("numbers", [[2, 3]], place: positive) { 2 - ($0[0] * 3 + 1) / 4 - (-$0[0]) },
        GradientCase("sum of all", [[2, 3]]) { sum($0[0]) },
        GradientCase("sum over an axis", [[2, 3, 4]]) { sum($0[0], axes: [1]) },
        GradientCase("sum over the last, kept", [[2, 3, 4]]) { sum($0[0], axes: [-1], keepingAxes: true) },
        GradientCase("mean of all", [[2, 3]]) { mean($0[0]) },
        GradientCase("mean over two axes", [[2, 3, 4, 2]]) { mean($0[0], axes: [2, 3]) },
    ])
    func arithmetic(_ test: GradientCase) { expectGradientsAgree(test) }

    @Test(arguments: [
        GradientCase("reshaped", [[2, 6]]) { square($0[0].reshaped([3, 4])) },
        GradientCase("flattened", [[2, 3, 2]]) { square($0[0].flattened()) },
        GradientCase("rows", [[4, 3]]) { square($0[0].rows(1..<3)) },
        GradientCase("joined by channels", [[2, 2, 3], [2, 1, 3]]) { square(concatenated([$0[0], $0[1]])) },
        GradientCase("joined by rows", [[2, 3], [1, 3]]) { square(concatenated([$0[0], $0[1]], axis: 0)) },
    ])
    func shapes(_ test: GradientCase) { expectGradientsAgree(test) }

    @Test(arguments: [
        GradientCase("3×3, padding 1, bias", [[2, 3, 5, 5], [4, 3, 3, 3], [4]]) {
            conv2d($0[0], $0[1], bias: $0[2], .init(padding: (1, 1)))
        },
        GradientCase("1×1", [[2, 3, 4, 4], [5, 3, 1, 1]]) { conv2d($0[0], $0[1]) },
        GradientCase("stride 2", [[2, 2, 7, 7], [3, 2, 3, 3]]) {
            conv2d($0[0], $0[1], .init(stride: (2, 2), padding: (1, 1)))
        },
        GradientCase("uneven padding", [[1, 2, 6, 6], [3, 2, 3, 3]]) {
            conv2d($0[0], $0[1], .init(stride: (2, 2), padding: (0, 0), paddingAfter: (1, 1)))
        },
        GradientCase("dilated", [[1, 2, 7, 7], [2, 2, 3, 3]]) { conv2d($0[0], $0[1], .init(dilation: (2, 2))) },
        GradientCase("two groups", [[2, 4, 5, 5], [6, 2, 3, 3], [6]]) {
            conv2d($0[0], $0[1], bias: $0[2], .init(padding: (1, 1), groups: 2))
        },
        GradientCase("depthwise", [[2, 16, 5, 5], [16, 1, 3, 3]]) {
            conv2d($0[0], $0[1], .init(padding: (1, 1), groups: 16))
        },
        GradientCase("channels in blocks", [[1, 32, 4, 4], [16, 32, 3, 3]]) {
            conv2d($0[0], $0[1], .init(padding: (1, 1)))
        },
        GradientCase("oblong", [[1, 2, 4, 6], [3, 2, 1, 3]]) {
            conv2d($0[0], $0[1], .init(stride: (1, 2), padding: (0, 1)))
        },
        GradientCase("linear with bias", [[4, 3], [2, 3], [2]]) { linear($0[0], $0[1], bias: $0[2]) },
        GradientCase("linear", [[4, 3], [2, 3]]) { linear($0[0], $0[1]) },
    ])
    func convolutionsAndLinear(_ test: GradientCase) { expectGradientsAgree(test) }

    @Test(arguments: [
        GradientCase("batch norm of images", [[3, 4, 3, 3], [4], [4]]) {
            batchNorm($0[0], weight: $0[1], bias: $0[2], epsilon: 1e-5).y
        },
        GradientCase("batch norm of features", [[6, 3], [3], [3]]) {
            batchNorm($0[0], weight: $0[1], bias: $0[2], epsilon: 1e-5).y
        },
        GradientCase("batch norm of 16 channels", [[2, 16, 3, 3], [16], [16]]) {
            batchNorm($0[0], weight: $0[1], bias: $0[2], epsilon: 1e-3).y
        },
        GradientCase("given statistics", [[3, 4, 3, 3], [4], [4]]) {
            batchNorm(
                $0[0], weight: $0[1], bias: $0[2], mean: Tensor([0.1, -0.2, 0.3, 0], shape: [4]),
                variance: Tensor([0.5, 1, 2, 3], shape: [4]), epsilon: 1e-5)
        },
    ])
    func batchNormalization(_ test: GradientCase) { expectGradientsAgree(test) }

    @Test(arguments: [
        GradientCase("max", [[2, 2, 6, 6]], place: { $0 * 10 }) { maxPool2d($0[0], kernel: (2, 2)) },
        GradientCase("max, overlapping", [[2, 2, 7, 7]], place: { $0 * 10 }) {
            maxPool2d($0[0], kernel: (3, 3), stride: (2, 2), padding: (1, 1))
        },
        GradientCase("max, ceil mode", [[1, 2, 6, 6]], place: { $0 * 10 }) {
            maxPool2d($0[0], kernel: (3, 3), stride: (2, 2), ceilMode: true)
        },
        GradientCase("mean", [[2, 2, 6, 6]]) { averagePool2d($0[0], kernel: (2, 2)) },
        GradientCase("mean with counted padding", [[1, 2, 5, 5]]) {
            averagePool2d($0[0], kernel: (3, 3), stride: (2, 2), padding: (1, 1))
        },
        GradientCase("mean without counting padding", [[1, 2, 5, 5]]) {
            averagePool2d($0[0], kernel: (3, 3), stride: (2, 2), padding: (1, 1), countIncludesPadding: false)
        },
        GradientCase("global mean", [[2, 3, 5, 4]]) { adaptiveAveragePool2d($0[0]) },
        GradientCase("adaptive mean, uneven", [[1, 2, 7, 5]]) { adaptiveAveragePool2d($0[0], output: (3, 2)) },
        GradientCase("global max", [[2, 3, 5, 4]], place: { $0 * 10 }) { adaptiveMaxPool2d($0[0]) },
        GradientCase("adaptive max, uneven", [[1, 2, 7, 5]], place: { $0 * 10 }) {
            adaptiveMaxPool2d($0[0], output: (3, 2))
        },
    ])
    func pooling(_ test: GradientCase) { expectGradientsAgree(test) }

    @Test(arguments: [
        GradientCase("samples scaled", [[3, 2, 2, 2]]) { square(scaleSamples($0[0], by: [0, 1, 2.5])) },
        GradientCase("samples scaled in blocks", [[2, 3, 3, 3], [16, 3, 1, 1]]) {
            scaleSamples(conv2d($0[0], $0[1]), by: [0.5, 2])
        },
    ])
    func sampleScaling(_ test: GradientCase) { expectGradientsAgree(test) }

    @Test func dropoutWithAFixedMask() {
        expectGradientsAgree(
            GradientCase("dropout", [[4, 5]]) {
                var generator = SeededGenerator(seed: 7)
                return dropout($0[0], probability: 0.4, using: &generator)
            })
    }

    @Test func aSmallNetwork() {
        let test = GradientCase("network", [[4, 3, 6, 6], [16, 3, 3, 3], [16], [16], [2, 16]]) { inputs in
            let convolved = conv2d(inputs[0], inputs[1], .init(padding: (1, 1)))
            let normal = batchNorm(convolved, weight: inputs[2], bias: inputs[3], epsilon: 1e-5).y
            let pooled = adaptiveAveragePool2d(silu(normal) + convolved)
            return logSoftmax(linear(pooled.flattened(), inputs[4]))
        }
        expectGradientsAgree(test, tolerance: 8e-3)
    }
}
