import Layers
import Testing

@testable import Models

@Suite("Layer groups of the networks")
struct LayerGroupTests {
    /// Together the groups have all parameters in their order; the last two are what the zoo calls head and last block.
    @Test(arguments: ModelZoo.names)
    func theLastTwoAreTheHeadAndTheLastBlock(_ name: String) throws {
        let model = try network(name)
        let groups = model.layerGroups
        #expect(
            groups.flatMap(\.parameters).map { ObjectIdentifier($0) } == model.parameters.map { ObjectIdentifier($0) })
        #expect(groups.last?.name == (try ModelZoo.headName(name)))

        func learning(_ freeze: () throws -> Void) rethrows -> [String] {
            try freeze()
            return model.namedParameters.filter(\.element.requiresGrad).map(\.name)
        }
        #expect(
            learning { groups.freeze(to: -2) }
                == (try learning { try model.freeze(except: ModelZoo.lastBlockNames(name)) }))
    }

    @Test(arguments: [
        ("resnet18", ["conv1", "layer1", "layer2", "layer3", "layer4", "fc"]),
        (
            "densenet121",
            [
                "features.conv0", "features.denseblock1", "features.denseblock2", "features.denseblock3",
                "features.denseblock4", "classifier",
            ]
        ),
        (
            "vgg16",
            ["features.0", "features.5", "features.10", "features.17", "features.24", "classifier.6"]
        ),
        ("efficientnet_b0", (0..<8).map { "features.\($0)" } + ["classifier.1"]),
        ("mobilenet_v2", (0..<18).map { "features.\($0)" } + ["classifier.1"]),
        ("efficientnet_lite0", ["_conv_stem"] + (0..<16).map { "_blocks.\($0)" } + ["_fc"]),
    ])
    func theyAreTheBlocks(_ name: String, _ expected: [String]) throws {
        #expect(try network(name).layerGroups.map(\.name) == expected)
    }

    @Test func fastaisThreeOfAResNet() throws {
        #expect(try network("resnet18").layerGroups.inThree.map(\.name) == ["conv1", "layer3", "fc"])
    }

    @Test func aHeadOfOnesOwnIsTheLastGroup() throws {
        let model = try #require(try network("resnet18") as? ResNet)
        model.fc = Head.linear(512, classes: 3, dropout: 0.2)
        #expect(model.layerGroups.last?.name == "fc")
        #expect(model.layerGroups.count == 6)
    }
}
