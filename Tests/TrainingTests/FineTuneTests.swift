import Layers
import Optimizers
import Parity
import Tensors
import Testing
import Training
import Weights

@Suite("Fine-tuning in two phases")
struct FineTuneTests {
    private let numbers = FineTuning(rate: 2e-2, frozenEpochs: 2)

    @Test func everyStepIsFastais() throws {
        let model = threeParts()
        let numbers = FineTuning(rate: 2e-2, frozenEpochs: 2, norms: .learning)
        var (rates, momenta, losses): ([Float], [Float], [Double]) = ([], [], [])
        var (sum, images) = (0.0, 0)
        let records = try withExactConvolutions {
            try fineTune(
                model, training: Pictures.training, validation: Pictures.validation, epochs: 3, recipe: numbers,
                onProgress: { progress in
                    // The mean so far says what the last batch's loss was.
                    if progress.step == 1 { (sum, images) = (0, 0) }
                    images += progress.images
                    losses.append((progress.loss * Double(images) - sum) / Double(progress.images))
                    sum = progress.loss * Double(images)
                },
                makeOptimizer: { groups in
                    let optimizer = fastaiAdam(groups)
                    optimizer.stepObserver = { optimizer in
                        rates += optimizer.groups.filter { $0.weightDecay > 0 }.map(\.learningRate)
                        momenta.append(optimizer.momentum)
                    }
                    return optimizer
                })
        }
        #expect(records.map(\.epoch) == [1, 2, 3, 4, 5])
        func check(_ quantity: String, _ found: [Float], _ key: String, limit: Float) throws {
            let row = ParityRow("Recipes", "fineTune, as in fastai", quantity, limit: limit)
            #expect(row.error(found, try recipe("fine-tune.\(key)")) < row.limit, "\(key)")
        }
        try check("rates", rates, "rate", limit: 1e-6)
        try check("momenta", momenta, "momentum", limit: 1e-6)
        try check("losses of 15 steps", losses.map { Float($0) }, "loss", limit: 1e-5)
        for (name, parameter) in model.namedParameters {
            try check("weights after 15 steps", parameter.values, name, limit: 1e-4)
        }
        for (name, buffer) in model.namedBuffers {
            try check("statistics after 15 steps", buffer.value.values, name, limit: 1e-4)
        }
    }

    @Test func firstTheHeadAloneThenEverything() throws {
        let model = threeParts()
        let before = model.state
        var states = [before]
        var frozen: [[Bool]] = []
        try fineTune(
            model, training: Pictures.training, validation: Pictures.validation, epochs: 1, recipe: numbers,
            onProgress: { _ in frozen.append(model.layerGroups.map(\.isFrozen)) },
            onEpoch: { _ in states.append(model.state) })
        #expect(
            frozen == Array(repeating: [true, true, false], count: 6)
                + Array(repeating: [false, false, false], count: 3))
        func moved(_ state: [String: [Float]], since old: [String: [Float]]) -> Set<String> {
            Set(state.keys.filter { state[$0] != old[$0] })
        }
        #expect(moved(states[2], since: before) == ["2.2.weight", "2.2.bias"])
        #expect(moved(states[3], since: states[2]) == Set(before.keys))
    }

    @Test func progressAndOrderGoOnThroughBothPhases() throws {
        let model = threeParts()
        var heard: [(epoch: Int, epochs: Int)] = []
        let records = try fineTune(
            model, training: Pictures.training, validation: Pictures.validation, epochs: 2,
            recipe: FineTuning(frozenEpochs: 1),
            onProgress: { heard.append(($0.epoch, $0.epochs)) })
        #expect(heard.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3] && heard.allSatisfy { $0.epochs == 3 })
        #expect(records.map(\.epoch) == [1, 2, 3])
    }

    @Test func whatTheOptimizerRemembersIsDroppedUnlessItIsKept() throws {
        func run(keeping: Bool, phases: Int) throws -> [String: [Float]] {
            let model = threeParts()
            let recipe = FineTuning(rate: 2e-2, frozenEpochs: 2, keepsOptimizerState: keeping)
            try fineTune(
                model, training: Pictures.training, validation: Pictures.validation, epochs: phases - 1, recipe: recipe)
            return model.state
        }
        #expect(try run(keeping: true, phases: 1) == run(keeping: false, phases: 1))
        let (kept, dropped) = (try run(keeping: true, phases: 2), try run(keeping: false, phases: 2))
        // Adam's first step is as long as the rate, whatever the gradient; a later one is not.
        #expect(kept["2.2.weight"] != dropped["2.2.weight"])
    }

    @Test func theDefaultOptimizerIsFastais() throws {
        let (model, other) = (threeParts(), threeParts())
        try fineTune(model, training: Pictures.training, validation: Pictures.validation, epochs: 1)
        try fineTune(
            other, training: Pictures.training, validation: Pictures.validation, epochs: 1,
            groups: other.layerGroups, makeOptimizer: fastaiAdam)
        #expect(model.state == other.state)
    }
}
