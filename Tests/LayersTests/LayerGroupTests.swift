import Layers
import Tensors
import Testing
import Weights

/// A network with two blocks of two modules each, which it says or not.
private class Net: Module {
    let stem = Linear(2, 2)
    let norm = BatchNorm1d(2)
    let block1 = Sequential(Linear(2, 2), BatchNorm1d(2), ReLU(), Linear(2, 2))
    let block2 = Sequential(Linear(2, 2), BatchNorm1d(2))
    let head = Linear(2, 3)

    override var chain: [Module]? { [stem, norm, ReLU(), block1, block2, Dropout(), head] }
}

private final class StagedNet: Net, Staged {
    let blockStarts = ["block1", "block1.3", "block2", "head"]
}

private final class Misnamed: Net, Staged {
    let blockStarts = ["block1", "block3"]
}

/// What it computes with lies in no module of the chain.
private final class Scaled: Module {
    let scale = Parameter(.ones([2]))
    let first = Linear(2, 2)
    let second = Linear(2, 2)

    override var chain: [Module]? { [first, second] }
}

@Suite("Layer groups")
struct LayerGroupTests {
    @Test func aNetworkSaysWhereItsBlocksBegin() {
        let model = StagedNet()
        let groups = model.layerGroups
        #expect(groups.map(\.name) == ["stem", "block1.0", "block1.3", "block2", "head"])
        #expect(groups.map(\.modules.count) == [2, 2, 1, 1, 1], "modules without parameters are left out")
        #expect(
            groups.flatMap(\.parameters).map { ObjectIdentifier($0) } == model.parameters.map { ObjectIdentifier($0) })
    }

    @Test func otherwiseEachLinkIsAGroupAndANormBelongsToWhatItFollows() {
        let groups = Net().layerGroups
        #expect(groups.map(\.name) == ["stem", "block1", "block2", "head"])
        #expect(groups[0].modules.count == 2)
        #expect(Sequential(BatchNorm1d(2), Linear(2, 2)).layerGroups.map(\.name) == ["0", "1"])
    }

    @Test func namesDivideItToo() throws {
        let model = Net()
        let groups = try model.layerGroups(startingAt: ["head", "block1.3"])
        #expect(groups.map(\.name) == ["stem", "block1.3", "head"], "in the order of the input, not of the names")
        #expect(groups.map { $0.parameters.count } == [8, 6, 2])
        #expect(throws: UnknownModule.self) { try model.layerGroups(startingAt: ["block3"]) }
    }

    @Test func aModuleWithoutAChainIsOneGroup() {
        let linear = Linear(2, 2)
        #expect(linear.layerGroups.map(\.name) == [""] && linear.layerGroups[0].parameters.count == 2)
        #expect(ReLU().layerGroups.isEmpty)
    }

    @Test func aBlockThatThereIsNotStops() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Misnamed().layerGroups
        }
        #expect(
            errorText(result).contains("a block of this Misnamed should begin with block3, but there is no such module")
        )
    }

    @Test func noParameterGetsLost() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Scaled().layerGroups
        }
        #expect(errorText(result).contains("scale lies beside the chain of this Scaled"))
    }

    @Test func threeGroupsAreTheLastTwoBlocksAllBeforeThemAndTheHead() {
        let groups = StagedNet().layerGroups
        #expect(groups.inThree.map(\.name) == ["stem", "block1.3", "head"])
        #expect(groups.inThree.flatMap(\.parameters).count == groups.flatMap(\.parameters).count)
        #expect(Array(groups[..<3]).inThree.map(\.name) == ["stem", "block1.0", "block1.3"])
    }

    @Test(arguments: [(-1, 3), (-2, 2), (0, 0), (2, 2), (4, 4), (-4, 0)])
    func allBeforeAGroupIsFrozenAndAllFromThereLearns(_ first: Int, _ frozen: Int) {
        let model = Net()
        let groups = model.layerGroups
        groups.freeze(to: 0)
        groups.freeze(to: first)
        #expect(groups.map(\.isFrozen) == (0..<4).map { $0 < frozen })
        let norms = groups.map { group in
            group.modules.flatMap(\.namedModules).compactMap { ($0.element as? BatchNorm)?.statisticsAreFrozen }
        }
        #expect(norms == [[0 < frozen], [1 < frozen], [2 < frozen], []])
    }

    @Test func normsOfFrozenGroupsMayGoOnLearning() {
        let model = Net()
        model.layerGroups.freeze(to: -1, norms: .learning)
        #expect(
            model.trainableNames == [
                "norm.weight", "norm.bias", "block1.1.weight", "block1.1.bias", "block2.1.weight", "block2.1.bias",
                "head.weight", "head.bias",
            ])
        let before = model.bufferValues
        _ = model.train()(RuleFill.tensor("x", [4, 2]))
        #expect(zip(model.bufferValues, before).allSatisfy { $0 != $1 }, "all statistics follow")
    }

    @Test(arguments: [5, -5]) func aGroupThatThereIsNotStops(_ first: Int) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [first] in
            Net().layerGroups.freeze(to: first)
        }
        #expect(errorText(result).contains("there are 4 groups, so \(first) is none; give one of -4...4"))
    }
}
