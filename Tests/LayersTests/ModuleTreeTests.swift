import Layers
import Tensors
import Testing

/// What all stages have.
private class Stage: Module {
    let convFirst = Linear(2, 2, bias: false)
    let offset = Parameter(.zeros([2]))
}

/// A stage of every kind of part; it also has properties that are no parts.
private final class OddStage: Stage {
    let title = "odd"
    let shortcut: Linear?
    let bn1 = BatchNorm1d(2)
    let branches: [Module] = [Linear(2, 3), Sequential(ReLU(), Linear(3, 1, bias: false))]
    let temperature = Parameter(.ones([1]))
    let movingTotal = Buffer(.zeros([1]))

    init(shortcut: Linear?) { self.shortcut = shortcut }
}

/// Two names for one layer.
private final class Tied: Module {
    let encoder = Linear(2, 2)
    let decoder: Linear
    override init() { decoder = encoder }
}

/// Names of its own, as some weights files have them.
private final class Underscored: Module {
    let convStem = Linear(2, 2, bias: false)
    override func key(forProperty name: String) -> String { "_" + super.key(forProperty: name) }
}

@Suite("The tree of modules")
struct ModuleTreeTests {
    @Test func namesArePathsInTheOrderOfDeclaration() {
        let stage = OddStage(shortcut: Linear(2, 2, bias: false))
        #expect(
            stage.namedModules.map(\.name) == [
                "", "conv_first", "shortcut", "bn1", "branches.0", "branches.1", "branches.1.0", "branches.1.1",
            ])
        // The superclass's first, and a module's own parameters before those of its parts.
        #expect(
            stage.namedParameters.map(\.name) == [
                "offset", "temperature", "conv_first.weight", "shortcut.weight", "bn1.weight", "bn1.bias",
                "branches.0.weight", "branches.0.bias", "branches.1.1.weight",
            ])
        #expect(
            stage.namedBuffers.map(\.name) == [
                "moving_total", "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked",
            ])
        #expect(stage.children.map(\.name) == ["conv_first", "shortcut", "bn1", "branches.0", "branches.1"])
    }

    @Test func anAbsentPartHasNoName() {
        let stage = OddStage(shortcut: nil)
        #expect(stage.namedModules.map(\.name).contains("shortcut") == false)
        #expect(stage.parameters.count == 8)
    }

    @Test func layersInARowAreCalledByTheirIndex() {
        let row = Sequential(Linear(1, 2), ReLU(), Sequential(Linear(2, 1)))
        #expect(row.namedModules.map(\.name) == ["", "0", "1", "2", "2.0"])
        #expect(row.namedParameters.map(\.name) == ["0.weight", "0.bias", "2.0.weight", "2.0.bias"])
        row[1] = BatchNorm1d(2)
        #expect(row.namedParameters.map(\.name).contains("1.weight"))
    }

    @Test func aSharedParameterIsListedOnceUnderItsFirstName() {
        let tied = Tied()
        #expect(tied.namedParameters.map(\.name) == ["encoder.weight", "encoder.bias"])
        #expect(Sequential(tied.encoder, tied.decoder).parameters.count == 2)
    }

    @Test func aModuleMayChooseItsOwnNames() {
        #expect(Underscored().namedParameters.map(\.name) == ["_conv_stem.weight"])
    }

    @Test func aPathLeadsToItsModule() {
        let stage = OddStage(shortcut: nil)
        #expect(stage.module(named: "branches.1.1") as? Linear === stage.namedModules.last?.element)
        #expect(stage.module(named: "") === stage)
        #expect(stage.module(named: "branches") == nil && stage.module(named: "branches.1.1.weight") == nil)
    }

    @Test func layersInARowAreAppliedInOrder() {
        let (first, second) = (Linear(1, 1), Linear(1, 1))
        for (layer, (weight, bias)) in zip([first, second], [(2, 1), (-3, 5)] as [(Float, Float)]) {
            layer.weight.copy(from: Tensor([weight], shape: [1, 1]))
            layer.bias?.copy(from: Tensor([bias], shape: [1]))
        }
        // −3 · (2 · 4 + 1) + 5, and with the ReLU first 2 · 4 + 1 = 9 stays.
        #expect(Sequential(first, second)(Tensor([4], shape: [1, 1])).item == -22)
        #expect(Sequential(first, second, ReLU())(Tensor([4], shape: [1, 1])).item == 0)
        #expect(Sequential(ReLU(), first)(Tensor([4], shape: [1, 1])).item == 9)
        #expect(Sequential([])(Tensor([4], shape: [1, 1])).item == 4)
    }

    @Test func zeroGradForgetsEveryGradient() {
        let model = Sequential(Linear(2, 2), Sequential(Linear(2, 1)))
        sum(model(.ones([3, 2]))).backward()
        #expect(model.parameters.allSatisfy { $0.grad != nil })
        model.zeroGrad()
        #expect(model.parameters.allSatisfy { $0.grad == nil })
    }

    @Test func aModuleWithoutForwardSaysSo() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Stage()(.ones([1]))
        }
        #expect(errorText(result).contains("Stage does not say how to compute its output: override forward(_:)"))
    }
}
