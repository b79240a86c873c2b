import Layers
import Testing

@testable import Models

@Suite("Heads and last blocks")
struct PartsTests {
    /// The parameters of a model in their order, and those that learn when all but some parts are frozen.
    private func parameters(_ name: String, except parts: [String]) throws -> (all: [String], learning: [String]) {
        let model = try network(name)
        try model.freeze(except: parts)
        let all = model.namedParameters
        return (all.map(\.name), all.filter(\.element.requiresGrad).map(\.name))
    }

    @Test(arguments: ModelZoo.names)
    func theHeadIsTheLastLayer(_ name: String) throws {
        let head = try ModelZoo.headName(name)
        let (all, learning) = try parameters(name, except: [head])
        #expect(learning == Array(all.suffix(2)) && learning == ["\(head).weight", "\(head).bias"])
    }

    /// All from there on learns, nothing before it.
    @Test(arguments: ModelZoo.names)
    func theLastBlockReachesToTheEnd(_ name: String) throws {
        let parts = try ModelZoo.lastBlockNames(name)
        let (all, learning) = try parameters(name, except: parts)
        #expect(learning == Array(all.suffix(learning.count)) && learning.count > 2)
        #expect(learning.first?.hasPrefix(parts[0] + ".") == true)
        #expect(all.dropLast(learning.count).last?.hasPrefix(parts[0] + ".") == false)
        #expect(parts.last == (try ModelZoo.headName(name)))
    }

    @Test(arguments: [11, 13, 16, 19])
    func aVGGsLastBlockBeginsBehindAPooling(_ depth: Int) throws {
        for name in ["vgg\(depth)", "vgg\(depth)_bn"] {
            let model = try #require(try network(name) as? VGG)
            let layers = try ModelZoo.lastBlockNames(name).filter { $0.hasPrefix("features") }
            let indices = layers.compactMap { Int($0.dropFirst("features.".count)) }
            let poolings = model.features.layers.indices.filter { model.features[$0] is MaxPool2d }
            #expect(indices == Array(poolings[3] + 1..<poolings[4]))
        }
    }

    @Test func anUnknownModelHasNone() {
        #expect(throws: UnknownModel(name: "resnet19")) { try ModelZoo.headName("resnet19") }
        #expect(throws: UnknownModel(name: "resnet19")) { try ModelZoo.lastBlockNames("resnet19") }
    }
}
