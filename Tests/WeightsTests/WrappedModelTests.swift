import Files
import Layers
import Testing
import Weights

@Suite("Weights of a wrapped model")
struct WrappedModelTests {
    private final class Network: Module {
        let fc = Linear(2, 1)
    }

    /// A model whose own names begin as a wrapper's do.
    private final class Wrapper: Module {
        let module = Network()
    }

    private func wrapped(_ prefix: String) -> StateDictionary {
        var state = StateDictionary()
        state["\(prefix)fc.weight"] = WeightArray([3, 4], shape: [1, 2])
        state["\(prefix)fc.bias"] = WeightArray([5], shape: [1])
        return state
    }

    @Test(arguments: ["state_dict", "model_state_dict", "model"])
    func loadsACheckpointFromDataParallel(_ name: String) throws {
        let network = Network()
        let report = try network.load(contentsOfFile: fixture("\(name).pth"))
        #expect(network.fc.weight.values == [1, 1] && network.fc.bias?.values == [0.25])
        #expect(report.isComplete && report.loaded == 2 && report.removedPrefix == "module.")
        #expect(report.summary == "all 2 arrays fit, after module. was taken off all names")
    }

    @Test(arguments: ["", "module.", "_orig_mod.", "module._orig_mod.", "module.module."])
    func takesOffEveryWrappersPrefix(_ prefix: String) {
        let network = Network()
        #expect(network.fit(of: wrapped(prefix)).removedPrefix == prefix)
        let report = network.loadWhatFits(wrapped(prefix))
        #expect(report.isComplete && report.removedPrefix == prefix)
        #expect(network.fc.weight.values == [3, 4] && network.fc.bias?.values == [5])
    }

    @Test func leavesAModelsOwnNamesAlone() {
        let wrapper = Wrapper()
        let report = wrapper.loadWhatFits(wrapped("module."))
        #expect(report.isComplete && report.removedPrefix.isEmpty)
        #expect(wrapper.module.fc.weight.values == [3, 4])
    }

    @Test func takesNothingOffWhenOneNameDiffers() {
        var state = wrapped("module.")
        state["epoch"] = WeightArray([1], shape: [])
        let report = Network().fit(of: state)
        #expect(report.removedPrefix.isEmpty && report.loaded == 0)
        #expect(report.unused == ["module.fc.weight", "module.fc.bias", "epoch"])
    }

    @Test func saysWhatWasTakenOffWhenTheRestDoesNotFit() {
        var state = wrapped("module.")
        state["module.fc.bias"] = nil
        #expect(
            Network().fit(of: state).summary == "1 that fit, 1 missing (fc.bias), after module. was taken off all names"
        )
    }

    @Test func anEmptyDictionaryHasNoPrefix() {
        #expect(Network().fit(of: StateDictionary()).removedPrefix.isEmpty)
    }
}
