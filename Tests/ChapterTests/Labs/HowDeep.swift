import Testing
import TrainingCore

/// The code of chapter 11, "How deep?".
@Suite("Chapter 11")
struct HowDeep {
    private func network() -> ResNet { withSeed(1) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 4) } }
    private let images = withSeed(2) { normal([4, 3, 32, 32], deviation: 1) }
    private let labels = [0, 1, 2, 0]

    /// A step of the fault in the source of the depth table: it runs, and nothing changes.
    @Test func theOptimizerOfTheTable() {
        let model = network()
        let optimizer = SGD(model.parameters, learningRate: 0.1)
        model.freeze()
        model.fc = Linear(32, 10)
        let before = model.namedParameters.map { $0.element.clone().values }
        crossEntropy(model(images), labels).backward()
        optimizer.step()
        #expect(model.namedParameters.map(\.element.values) == before)
        #expect(model.trainableParameters.count == 2)
        #expect(model.trainableParameters.allSatisfy { learning in !optimizer.parameters.contains { $0 === learning } })
    }

    @Test func theSameWithOneLineMoved() throws {
        let model = network()
        model.freeze()
        model.fc = Linear(32, 10)
        let optimizer = SGD(model.trainableParameters, learningRate: 0.1)
        let head = try #require(model.fc.parameters.first)
        let before = head.values
        crossEntropy(model(images), labels).backward()
        optimizer.step()
        #expect(head.values != before)
    }

    @Test func groupsAreFrozenFromTheStem() {
        let model = network()
        let groups = model.layerGroups  // stem, layer1, …, layer4, fc
        groups.freeze(to: -2)  // layer4 and the head learn
        #expect(groups.map(\.isFrozen) == [true, true, true, true, false, false])
    }

    @Test func oneBlockMoreEachEpoch() {
        let model = network()
        let groups = model.layerGroups
        let optimizer = AdamW(groups.parameterGroups(.head(1e-3, bodyDividedBy: 10...100), weightDecay: 0.01))
        let unfreezing = GradualUnfreezing()
        var learning: [Int] = []
        for epoch in 0..<6 {
            unfreezing.freeze(groups, forEpoch: epoch)
            learning.append(groups.count { !$0.isFrozen })
        }
        #expect(learning == [1, 2, 3, 4, 5, 6])
        #expect(optimizer.parameters.count == model.parameters.count)
    }
}
