import Layers
import Tensors
import Testing

@Suite("Training and evaluation mode")
struct ModesTests {
    private let model = Sequential(Linear(2, 2), Sequential(BatchNorm1d(2), Dropout()))
    private var modes: [Bool] { model.namedModules.map(\.element.isTraining) }

    @Test func modesReachEveryPart() {
        #expect(modes == [true, true, true, true, true], "a new module is in training mode")
        #expect(model.eval() === model)
        #expect(modes == [false, false, false, false, false])
        #expect(model.train() === model)
        #expect(modes == [true, true, true, true, true])
        model[1].eval()
        #expect(modes == [true, true, false, false, false])
    }

    @Test func evaluatingGivesEachPartItsOwnModeBack() {
        model[1].eval()
        let before = modes
        let inside = model.evaluating { modes }
        #expect(inside == [false, false, false, false, false])
        #expect(modes == before)
    }

    @Test func evaluatingGivesTheModesBackAlsoAfterAnError() {
        struct Stop: Error {}
        model[1].namedModules[1].element.eval()
        let before = modes
        #expect(throws: Stop.self) { try model.evaluating { throw Stop() } }
        #expect(modes == before)
        #expect(model(.ones([3, 2])).requiresGrad, "recording must resume after an error")
    }

    @Test func evaluatingRecordsNothing() {
        #expect(model.evaluating { model(.ones([3, 2])) }.requiresGrad == false)
    }

    @Test func modesHaveNothingToDoWithLearning() {
        model.eval()
        #expect(model.trainableParameters.count == 4)
        model.freeze()
        model.train()
        #expect(model.trainableParameters.isEmpty)
        #expect(modes == [true, true, true, true, true])
    }
}
