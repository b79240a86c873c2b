import Foundation
import Layers
import Tensors
import Testing
import Weights

@testable import Models

/// What PyTorch and torchvision computed, see `Tests/Fixtures/make_zoo.py`.
func fixture(_ name: String) throws -> StateDictionary {
    try StateDictionary(contentsOfFile: Bundle.module.path(forResource: "Fixtures/\(name)", ofType: nil) ?? name)
}

/// The words of each line of a text fixture.
func lines(_ name: String) throws -> [[Substring]] {
    let path = Bundle.module.path(forResource: "Fixtures/\(name)", ofType: nil) ?? name
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
}

/// The FNV-1a hash of lines.
func fnv1a(_ lines: [String]) -> UInt64 {
    lines.joined(separator: "\n").utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// The images that a fixture names: the number in their key, how many there are, and their side.
func images(_ numbers: WeightArray?) throws -> Tensor {
    let numbers = try #require(numbers).floats.map { Int($0) }
    return RuleFill.tensor("images\(numbers[0])", [numbers[1], 3, numbers[2], numbers[2]], in: -2..<2)
}

/// A network for ten classes, filled by the rule; VGGs have an eighth of the channels.
///
/// In some, what batch norm adds is moved, so that rounding alone changes little: `filled` in
/// `Tests/Fixtures/make_zoo.py` says why.
func network(_ name: String) throws -> Module {
    let model = try withoutRandomWeights { try architecture(name, batchNorm: name.hasSuffix("_bn")) }
    model.fillByRule()
    let hasReLU6 = name.hasPrefix("mobilenet") || name.hasPrefix("efficientnet_lite")
    let shift: Float = hasReLU6 ? 2 : name == "small_densenet" ? -0.5 : 0
    for case let batchNorm as BatchNorm in model.namedModules.map(\.element) {
        batchNorm.bias.withMutableValues { for index in $0.indices { $0[index] += shift } }
    }
    return model
}

private func architecture(_ name: String, batchNorm: Bool) throws -> Module {
    switch name.prefix(5) {
    case "vgg11": VGG.vgg11(batchNorm: batchNorm, classes: 10, width: 8)
    case "vgg13": VGG.vgg13(batchNorm: batchNorm, classes: 10, width: 8)
    case "vgg16": VGG.vgg16(batchNorm: batchNorm, classes: 10, width: 8)
    case "vgg19": VGG.vgg19(batchNorm: batchNorm, classes: 10, width: 8)
    case "small": DenseNet(blocks: [2, 3, 2, 2], growth: 4, stem: 8, classes: 10)
    default: try ModelZoo.make(name, classes: 10)
    }
}

/// How a network behaves in a test. Dropout and stochastic depth never take part: they would draw other numbers than
/// PyTorch's.
enum Mode: String, CaseIterable, Sendable {
    case eval, train
    /// Training, while half of the network is frozen together with its batch-norm statistics.
    case frozen

    var name: String {
        switch self {
        case .eval: "evaluating"
        case .train: "training"
        case .frozen: "training, half frozen"
        }
    }

    func apply(to model: Module, _ name: String) throws {
        if self == .eval { model.eval() } else { model.train() }
        for case let module in model.namedModules.map(\.element) where module is Dropout || module is DropPath {
            module.eval()
        }
        guard self == .frozen else { return }
        let frozen = try #require(frozenHalves[name])
        for (name, module) in model.namedModules where frozen.contains(name) { module.freeze() }
    }
}

/// Whether convolutions take the fast way or the exact one.
enum Arithmetic: String, CaseIterable, Sendable {
    case exact, fast

    /// How far from PyTorch logits and gradients may be.
    var limit: Float { self == .exact ? 1e-4 : 1e-3 }

    /// How far the losses and weights of a training run may be.
    var trajectoryLimit: Float { self == .exact ? 1e-3 : 3e-3 }

    func callAsFunction<Result>(_ body: () throws -> Result) rethrows -> Result {
        self == .exact ? try withExactConvolutions(body) : try body()
    }
}

/// One model of each family, and the half of it that a test freezes.
let frozenHalves = [
    "resnet18": ["conv1", "bn1", "layer1", "layer2"],
    "vgg13_bn": (0..<17).map { "features.\($0)" },
    "small_densenet": [
        "features.conv0", "features.norm0", "features.denseblock1", "features.transition1", "features.denseblock2",
        "features.transition2",
    ],
    "mobilenet_v2": (0..<10).map { "features.\($0)" },
    "efficientnet_b0": (0..<5).map { "features.\($0)" },
    "efficientnet_lite1": ["_conv_stem", "_bn0"] + (0..<9).map { "_blocks.\($0)" },
]

/// `√Σx²`
func norm(_ values: [Float]) -> Float {
    Float(values.map { Double($0) * Double($0) }.reduce(0, +).squareRoot())
}
