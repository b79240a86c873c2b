import Files
import Foundation
import Optimizers
import Parity
import Tensors
import Testing
import Weights

@Suite("What an optimizer remembers")
struct StateTests {
    private func take(_ steps: Range<Int>, with optimizer: Optimizer, _ model: TwoParameters) {
        for step in steps {
            model.receiveGradients(of: step)
            optimizer.step()
        }
    }

    @Test(arguments: Run.all) func aRunThatWasCutOffGoesOnBitForBit(_ run: Run) throws {
        let (whole, first, second) = (TwoParameters(), TwoParameters(), TwoParameters())
        take(0..<Run.steps, with: run.make(whole.parameters), whole)

        let optimizer = run.make(first.parameters)
        take(0..<Run.saved, with: optimizer, first)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).safetensors").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try optimizer.stateDictionary(for: first).writeSafetensors(to: path)

        second.values = first.values
        let fresh = run.make(second.parameters)
        try fresh.load(contentsOfFile: path, for: second)
        take(Run.saved..<Run.steps, with: fresh, second)
        #expect(second.values == whole.values)
        // The first optimizer's memory is its own.
        take(Run.saved..<Run.steps, with: optimizer, first)
        #expect(first.values == whole.values)
    }

    @Test(arguments: Run.remembering) func anOptimizerThatForgetsIsLikeANewOne(_ run: Run) {
        let (model, other) = (TwoParameters(), TwoParameters())
        let optimizer = run.make(model.parameters)
        take(0..<5, with: optimizer, model)
        other.values = model.values
        optimizer.forgetSteps()
        take(5..<10, with: optimizer, model)
        take(5..<10, with: run.make(other.parameters), other)
        #expect(model.values == other.values)
    }

    @Test(arguments: Run.remembering) func itIsWhatPyTorchRemembers(_ run: Run) throws {
        let row = ParityRow("Optimizers", run.subject, "state after 30 steps", limit: 1e-6)
        let model = TwoParameters()
        let optimizer = run.make(model.parameters)
        take(0..<Run.saved, with: optimizer, model)
        let (state, expected) = (optimizer.stateDictionary(for: model), try run.savedState())
        #expect(state.names == expected.names.sorted())
        for name in expected.names {
            let (found, expected) = (try #require(state[name]), try #require(expected[name]))
            #expect(found.shape == expected.shape && row.error(found.floats, expected.floats) < row.limit, "\(name)")
        }
    }

    @Test(arguments: Run.remembering) func fromPyTorchsStateItGoesOnAsPyTorch(_ run: Run) throws {
        let row = ParityRow("Optimizers", run.subject, "parameters, continued from PyTorch's state", limit: 1e-6)
        let trajectory = try run.trajectory()
        let model = TwoParameters()
        model.values = trajectory[Run.saved - 1]
        let optimizer = run.make(model.parameters)
        try optimizer.load(try run.savedState(), for: model)
        for step in Run.saved..<Run.steps {
            take(step..<step + 1, with: optimizer, model)
            try #require(row.error(model.values, trajectory[step]) < row.limit, "step \(step)")
        }
    }

    @Test func beforeAStepThereIsNothing() throws {
        let model = TwoParameters()
        let optimizer = Adam(model.parameters)
        #expect(optimizer.stateDictionary(for: model).count == 0)
        model.a.grad = .ones([2, 3])
        optimizer.step()
        #expect(optimizer.stateDictionary(for: model).names == ["a.exp_avg", "a.exp_avg_sq", "a.step"])
        try optimizer.load(StateDictionary(), for: model)
        #expect(optimizer.stateDictionary(for: model).count == 0, "what was remembered goes")
    }

    @Test func momentumThatComesLaterNeedsNoBuffer() throws {
        let model = TwoParameters()
        let optimizer = RMSprop(model.parameters)
        take(0..<1, with: optimizer, model)
        let steady = optimizer.stateDictionary(for: model)
        optimizer.momentum = 0.9
        take(1..<2, with: optimizer, model)
        let moving = optimizer.stateDictionary(for: model)
        #expect(Set(moving.names).subtracting(steady.names) == ["a.momentum_buffer", "b.momentum_buffer"])
        let fresh = RMSprop(model.parameters)
        try fresh.load(moving, for: model)
        #expect(fresh.stateDictionary(for: model) == moving)
    }

    @Test(
        arguments: [
            ("a.exp_avg", nil, "a.exp_avg for Adam", "a.exp_avg_sq, a.step alone"),
            ("b.step", nil, "b.step for Adam", "b.exp_avg, b.exp_avg_sq alone"),
            ("a.exp_avg_sq", WeightArray([1, 2], shape: [2]), "a.exp_avg_sq of shape [2, 3]", "shape [2]"),
            ("b.step", WeightArray([1, 2], shape: [2]), "b.step of shape []", "shape [2]"),
            ("b.step", WeightArray([.nan], shape: []), "a count of steps at b.step", "nan"),
            ("b.step", WeightArray([-1], shape: []), "a count of steps at b.step", "-1.0"),
            ("c.exp_avg", WeightArray([1], shape: [1]), "what Adam remembers of the parameters it holds", "c.exp_avg"),
            (
                "b.momentum_buffer", WeightArray([1, 2, 3, 4], shape: [4]),
                "what Adam remembers of the parameters it holds", "b.momentum_buffer"
            ),
        ] as [(String, WeightArray?, String, String)])
    func aStateThatDoesNotFitChangesNothing(
        _ name: String, _ array: WeightArray?, _ expected: String, _ found: String
    ) throws {
        let model = TwoParameters()
        let optimizer = Adam(model.parameters)
        take(0..<2, with: optimizer, model)
        let before = optimizer.stateDictionary(for: model)
        var state = before
        state["a.exp_avg"] = WeightArray([Float](repeating: 7, count: 6), shape: [2, 3])
        state[name] = array
        #expect(throws: FileError("run.safetensors", expected: expected, found: found)) {
            try optimizer.load(state, for: model, file: "run.safetensors")
        }
        #expect(optimizer.stateDictionary(for: model) == before)
    }

    @Test func aParameterThatTheOptimizerDoesNotHoldHasNoState() throws {
        let model = TwoParameters()
        let all = Adam(model.parameters)
        take(0..<1, with: all, model)
        #expect(throws: FileError.self) { try Adam([model.a]).load(all.stateDictionary(for: model), for: model) }
    }

    /// A new parameter at its address would inherit its memory.
    @Test func aParameterThatIsRememberedLivesOn() {
        let optimizer = SGD([.pair(gradient: nil)], learningRate: 0.1, momentum: 0.9)
        weak let first = optimizer.parameters.first
        first?.grad = .ones([2])
        optimizer.step()
        optimizer.groups = [ParameterGroup([.pair(gradient: nil)], learningRate: 0.1)]
        #expect(first != nil)
        optimizer.forgetSteps()
        #expect(first == nil)
    }
}
