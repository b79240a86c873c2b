import Layers
import Tensors
import Testing
import Weights

/// Blocks whose names begin alike, the longer name first.
private final class Net: Module {
    let layer10 = Sequential(Linear(2, 2), BatchNorm1d(2))
    let layer1 = Sequential(Linear(2, 2), BatchNorm1d(2))
    let fc = Linear(2, 2)

    override func forward(_ x: Tensor) -> Tensor { fc(layer10(layer1(x))) }

    /// Whether a training batch moves the statistics of `layer1` and of `layer10`.
    var movesStatistics: [Bool] {
        let before = [layer1.bufferValues, layer10.bufferValues]
        _ = train()(RuleFill.tensor("x", [4, 2]))
        return [layer1.bufferValues != before[0], layer10.bufferValues != before[1]]
    }
}

@Suite("Freezing")
struct FreezingTests {
    private let model = Net()
    private let all = [
        "layer10.0.weight", "layer10.0.bias", "layer10.1.weight", "layer10.1.bias", "layer1.0.weight", "layer1.0.bias",
        "layer1.1.weight", "layer1.1.bias", "fc.weight", "fc.bias",
    ]

    @Test func everythingLearnsUntilItIsFrozen() {
        #expect(model.trainableNames == all && !model.isFrozen)
        model.freeze()
        #expect(model.trainableNames.isEmpty && model.isFrozen)
        model.unfreeze()
        #expect(model.trainableNames == all)
        #expect(ReLU().isFrozen, "without parameters nothing can learn")
    }

    @Test(arguments: [
        (["fc"], ["fc.weight", "fc.bias"]),
        (["layer1"], ["layer1.0.weight", "layer1.0.bias", "layer1.1.weight", "layer1.1.bias"]),
        (["layer10.1"], ["layer10.1.weight", "layer10.1.bias"]),
        (["fc", "layer1.0"], ["layer1.0.weight", "layer1.0.bias", "fc.weight", "fc.bias"]),
        ([], []),
    ])
    func onlyTheNamedBlocksLearn(_ names: [String], _ expected: [String]) throws {
        try model.freeze(except: names)
        #expect(model.trainableNames == expected)
    }

    @Test func unfreezingByNameLeavesTheOthersAsTheyAre() throws {
        try model.freeze(except: ["fc"])
        try model.unfreeze(["layer10"])
        #expect(model.trainableNames == all.filter { !$0.hasPrefix("layer1.") })
        #expect(!model.layer10.isFrozen && model.layer1.isFrozen)
    }

    @Test(arguments: ["layer5", "layer", "layer1.2", "layer1.0.weight", ""])
    func anUnknownNameChangesNothing(_ name: String) throws {
        try model.freeze(except: ["layer1"])
        sum(model(RuleFill.tensor("x", [4, 2]))).backward()
        let before = (model.trainableNames, model.parameters.map { $0.grad?.values }, model.movesStatistics)
        let error = try #require(throws: UnknownModule.self) { try model.freeze(except: ["fc", name]) }
        #expect(throws: error) { try model.unfreeze(["fc", name]) }
        #expect(model.trainableNames == before.0)
        #expect(model.parameters.map { $0.grad?.values } == before.1)
        #expect(model.movesStatistics == before.2)
        #expect(error.name == name && error.known == ["layer10", "layer1", "fc"])
        #expect(error.description == "\(name): no such block; this Net has layer10, layer1, fc")
    }

    @Test func frozenStatisticsStayUnlessTheyAreToFollow() throws {
        #expect(model.movesStatistics == [true, true])
        model.freeze()
        #expect(model.movesStatistics == [false, false])
        model.freeze(statistics: .follow)
        #expect(model.movesStatistics == [true, true])
        try model.freeze(except: ["layer10"])
        #expect(model.movesStatistics == [false, true])
        try model.freeze(except: ["fc"], statistics: .follow)
        #expect(model.movesStatistics == [true, true])
        model.unfreeze(statistics: .stay)
        #expect(model.movesStatistics == [false, false])
        try model.unfreeze(["layer1"])
        #expect(model.movesStatistics == [true, false])
        try model.unfreeze(["layer1", "layer10"], statistics: .stay)
        #expect(model.movesStatistics == [false, false])
        model.unfreeze()
        #expect(model.movesStatistics == [true, true])
    }

    @Test func theGradientPassesThroughAFrozenBlock() throws {
        try model.freeze(except: ["layer1.0"])
        let y = model(RuleFill.tensor("x", [4, 2]))
        sum(y * y).backward()
        for (name, parameter) in model.namedParameters {
            #expect((parameter.grad != nil) == name.hasPrefix("layer1.0."), "\(name)")
        }
        let first = try #require(model.layer1[0] as? Linear)
        #expect(try #require(first.weight.grad).values.contains { $0 != 0 })
    }

    @Test func freezingForgetsGradientsAndUnfreezingKeepsThem() throws {
        sum(model(RuleFill.tensor("x", [4, 2]))).backward()
        model.layer1.unfreeze()
        #expect(model.parameters.allSatisfy { $0.grad != nil })
        model.layer1.freeze()
        #expect(model.layer1.parameters.allSatisfy { $0.grad == nil })
        #expect(model.fc.weight.grad != nil)
    }
}
