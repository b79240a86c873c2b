import Layers
import Testing
import Weights

@testable import Models

/// What torchvision says of a model, see `Tests/Fixtures/make_zoo.py`.
private struct Architecture: Equatable {
    /// How many parameters and buffers it has.
    var entries: Int
    /// How many numbers can be learned.
    var parameters: Int
    /// The FNV-1a hash of the sorted entries, `key [shape]`, one a line.
    var hash: UInt64
}

private func expectedArchitecture(_ name: String) throws -> Architecture {
    let line = try #require(try lines("zoo.txt").first { $0[0] == name })
    return try Architecture(
        entries: #require(Int(line[1])), parameters: #require(Int(line[2])), hash: #require(UInt64(line[3], radix: 16)))
}

/// `key [shape]` of every parameter and buffer; `scaled` may turn a narrow model's shapes into the full one's.
private func entries(_ model: Module, scaled: (Int) -> Int) -> [String] {
    let state = model.stateDictionary
    return state.names.map { "\($0) \((state[$0]?.shape ?? []).map(scaled))" }.sorted()
}

private func architecture(_ model: Module, scaled: (Int) -> Int = { $0 }) -> Architecture {
    let entries = entries(model, scaled: scaled)
    let parameters = model.parameters.map { $0.shape.map(scaled).reduce(1, *) }.reduce(0, +)
    return Architecture(entries: entries.count, parameters: parameters, hash: fnv1a(entries))
}

@Suite("The same architectures as torchvision")
struct ArchitectureTests {
    @Test(arguments: ModelZoo.names.filter { !$0.hasPrefix("vgg") })
    func namesShapesAndParameterCounts(_ name: String) throws {
        let model = try withoutRandomWeights { try ModelZoo.make(name) }
        #expect(architecture(model) == (try expectedArchitecture(name)))
        // Where the hashes differ, one model of each family says what is wrong.
        let wanted = try lines("keys.txt").filter { $0[0] == name }.map { $0.dropFirst().joined(separator: " ") }
        if !wanted.isEmpty { #expect(Set(entries(model) { $0 }) == Set(wanted)) }
    }

    /// VGG has up to 144 million parameters. Here it is built with an eighth of the channels, and its numbers of
    /// channels are multiplied by eight.
    @Test(arguments: [11, 13, 16, 19], [false, true])
    func namesShapesAndParameterCountsOfNarrowVGGs(_ depth: Int, _ batchNorm: Bool) throws {
        let model =
            switch depth {
            case 11: VGG.vgg11(batchNorm: batchNorm, width: 8)
            case 13: VGG.vgg13(batchNorm: batchNorm, width: 8)
            case 16: VGG.vgg16(batchNorm: batchNorm, width: 8)
            default: VGG.vgg19(batchNorm: batchNorm, width: 8)
            }
        let found = architecture(model) { [1, 3, 1000].contains($0) ? $0 : 8 * $0 }
        #expect(found == (try expectedArchitecture("vgg\(depth)\(batchNorm ? "_bn" : "")")))
    }

    /// torchvision's rule: of the n blocks in all, block i leaves its branch out with 0.2 · i / n.
    @Test func stochasticDepthGrowsWithDepth() {
        let found = EfficientNet.b0().namedModules.filter { $0.element is DropPath }
        let wanted = [2, 4, 6, 7, 9, 10, 12, 13, 14].map { "p \(0.2 * Float($0) / 16)" }
        #expect(found.map(\.element.detail) == wanted)
        #expect(found.last?.name == "features.6.3.stochastic_depth")
    }

    @Test func everyModelOfTheFixtureHasItsName() throws {
        let known = try lines("zoo.txt").dropFirst().map { String($0[0]) }
        #expect(known == ModelZoo.names)
    }
}
