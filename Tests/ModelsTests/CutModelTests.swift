import Layers
import Tensors
import Testing
import Weights

@testable import Models

@Suite("Networks cut after a block")
struct CutModelTests {
    private let resnet = ResNet(blocks: [2, 2, 2, 2], classes: 10, width: 4)
    private let x = RuleFill.tensor("x", [2, 3, 32, 32])

    /// What a block gives while the whole network runs.
    private func heard(_ name: String, in model: Module) throws -> [Float] {
        let block = try #require(model.module(named: name))
        var output: Tensor?
        block.outputObserver = { output = $0 }
        defer { block.outputObserver = nil }
        _ = model.evaluating { model(x) }
        return try #require(output).values
    }

    @Test(arguments: ["layer4", "layer3", "layer2.0", "maxpool"])
    func theOutputIsTheBlocks(_ name: String) throws {
        resnet.fillByRule()
        let body = try resnet.cut(after: name)
        let found = body.evaluating { body(x) }.values
        let expected = try heard(name, in: resnet)
        // Alone or in a chain, a convolution and the norm behind it round a little differently.
        #expect(
            zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-4 * max(abs($1), 1) } && found.count == expected.count)
    }

    @Test(arguments: [
        ("densenet121", "features.denseblock3"), ("mobilenet_v2", "features.10"), ("efficientnet_lite0", "_blocks.4"),
        ("vgg11", "features.8"), ("efficientnet_b0", "features"),
    ])
    func blocksInsideOfPartsAreFoundAndNamesStay(_ name: String, _ block: String) throws {
        let model = try network(name)
        let body = try model.cut(after: block)
        let expected = model.namedParameters.prefix(body.parameters.count)
        #expect(body.namedParameters.map(\.name) == expected.map(\.name))
        #expect(
            body.namedParameters.map { ObjectIdentifier($0.element) } == expected.map { ObjectIdentifier($0.element) })
        #expect(body.namedParameters.last?.name.hasPrefix(block + ".") == true)
    }

    @Test func aHeadStandsBehindIt() throws {
        let model = try resnet.cut(after: "layer4")
        #expect(model.channels() == 32 && model.channels(side: 96) == 32)
        model.head = Head.concatPooling(32, classes: 5)
        #expect(model.eval()(x).shape == [2, 5])
        #expect(model.layerGroups.map(\.name) == ["conv1", "layer1", "layer2", "layer3", "layer4", "head"])
        try model.freeze(except: ["head"])
        #expect(model.trainableParameters.count == 6 && resnet.module(named: "layer4")?.isFrozen == true)
        #expect(resnet.module(named: "fc")?.isFrozen == false, "what was cut off is another's business")
    }

    @Test func groupsEndWhereItWasCut() throws {
        #expect(try resnet.cut(after: "layer3").layerGroups.map(\.name) == ["conv1", "layer1", "layer2", "layer3"])
        #expect(try resnet.cut(after: "layer3.0").layerGroups.map(\.name) == ["conv1", "layer1", "layer2", "layer3.0"])
        let whole = try network("efficientnet_b0").cut(after: "features")
        #expect(whole.layerGroups.map(\.name) == (0..<8).map { "features.\($0)" })
        let own = Sequential(Linear(2, 2), ReLU(), Linear(2, 2), Linear(2, 2))
        #expect(try own.cut(after: "2", head: Linear(2, 1)).layerGroups.map(\.name) == ["0", "2", "head"])
    }

    @Test func whereItCannotBeCut() {
        #expect(throws: UnknownModule.self) { try resnet.cut(after: "layer5") }
        #expect(throws: CannotCut(name: "layer4.0.conv1", model: "ResNet")) { try resnet.cut(after: "layer4.0.conv1") }
        #expect(
            CannotCut(name: "layer4.0.conv1", model: "ResNet").description
                == "layer4.0.conv1: the input of this ResNet does not pass it alone; cut after the block that it is in")
    }
}
