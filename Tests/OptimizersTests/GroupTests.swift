import Optimizers
import Tensors
import Testing

@Suite("Parameter groups")
struct GroupTests {
    @Test func eachGroupStepsAtItsOwnRate() {
        let (body, head) = (Parameter.pair(), Parameter.pair())
        let optimizer = SGD([
            ParameterGroup([body], learningRate: 0.1, name: "body"),
            ParameterGroup([head], learningRate: 1, name: "head"),
        ])
        #expect(optimizer.groups.map(\.name) == ["body", "head"])
        optimizer.step()
        #expect(isClose(body.values, [0.95, -2.1], within: 1e-6))
        #expect(isClose(head.values, [0.5, -3], within: 1e-6))
    }

    @Test func eachGroupDecaysByItsOwnWeight() {
        let (weights, biases) = (Parameter.pair(gradient: [0, 0]), Parameter.pair(gradient: [0, 0]))
        let optimizer = AdamW([
            ParameterGroup([weights], learningRate: 0.1, weightDecay: 0.5),
            ParameterGroup([biases], learningRate: 0.1),
        ])
        optimizer.step()
        #expect(isClose(weights.values, [0.95, -1.9], within: 1e-6))
        #expect(biases.values == [1, -2])
    }

    @Test func ratesMayChangeBetweenSteps() {
        let parameter = Parameter.pair()
        let optimizer = SGD([parameter], learningRate: 1)
        optimizer.groups[0].learningRate = 0
        optimizer.step()
        #expect(parameter.values == [1, -2])
        optimizer.groups[0].learningRate = 2
        optimizer.step()
        #expect(parameter.values == [0, -4])
    }

    @Test func momentumMayChangeBetweenSteps() {
        let parameter = Parameter.pair([0, 0], gradient: [1, 1])
        let optimizer = SGD([parameter], learningRate: 1, momentum: 0.5)
        optimizer.step()
        optimizer.momentum = 0.25
        optimizer.step()
        // 1, and then 0.25 · 1 + 1.
        #expect(parameter.values == [-2.25, -2.25])
    }

    @Test func theObserverSeesEveryStepBeforeItIsTaken() {
        let parameter = Parameter.pair()
        let optimizer = SGD([parameter], learningRate: 1)
        var seen: [(values: [Float], rate: Float)] = []
        optimizer.stepObserver = { seen.append((parameter.values, $0.groups[0].learningRate)) }
        optimizer.step()
        optimizer.groups[0].learningRate = 2
        optimizer.step()
        #expect(seen.map(\.values) == [[1, -2], [0.5, -3]])
        #expect(seen.map(\.rate) == [1, 2])
    }

    @Test func zeroGradForgetsTheGradientsOfAllGroups() {
        let (a, b, stranger) = (Parameter.pair(), Parameter.pair(), Parameter.pair())
        let optimizer = Adam([ParameterGroup([a], learningRate: 1), ParameterGroup([b], learningRate: 1)])
        #expect(optimizer.parameters.map(ObjectIdentifier.init) == [ObjectIdentifier(a), ObjectIdentifier(b)])
        optimizer.zeroGrad()
        #expect(a.grad == nil && b.grad == nil && stranger.grad != nil)
    }
}
