import Layers
import Optimizers
import Tensors
import Testing
import Training

@Suite("Gradual unfreezing")
struct GradualUnfreezingTests {
    @Test func oneBlockMoreEachEpochOrEveryFew() {
        #expect((0..<5).map { GradualUnfreezing().firstLearning(of: 4, inEpoch: $0) } == [3, 2, 1, 0, 0])
        #expect((0..<7).map { GradualUnfreezing(every: 2).firstLearning(of: 3, inEpoch: $0) } == [2, 2, 1, 1, 0, 0, 0])
    }

    @Test(arguments: [1, 2]) func whatIsFrozenStaysBitForBit(_ every: Int) throws {
        let model = threeParts()
        let groups = model.layerGroups
        let unfreezing = GradualUnfreezing(every: every)
        let optimizer = AdamW(groups.parameterGroups(.head(1e-2, bodyDividedBy: 10...100), weightDecay: 0.1))
        let epochs = 3 * every
        func states() -> [[[Float]]] {
            groups.map { group in group.modules.flatMap { $0.state.sorted { $0.key < $1.key }.map(\.value) } }
        }
        var before = states()
        var moved: [[Bool]] = []
        unfreezing.freeze(groups, forEpoch: 0)
        try fit(
            model, training: Pictures.training, validation: Pictures.validation, optimizer: optimizer, epochs: epochs,
            onEpoch: {
                moved.append(zip(states(), before).map { $0 != $1 })
                before = states()
                if $0.epoch < epochs { unfreezing.freeze(groups, forEpoch: $0.epoch) }
            })
        let expected = [[false, false, true], [false, true, true], [true, true, true]]
        #expect(moved == expected.flatMap { Array(repeating: $0, count: every) })
    }
}
