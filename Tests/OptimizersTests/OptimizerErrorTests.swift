import Optimizers
import Tensors
import Testing

@Suite("Optimizers that make no sense")
struct OptimizerErrorTests {
    @Test func nothingToOptimise() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = SGD([Parameter](), learningRate: 1)
        }
        #expect(errorText(result).contains("SGD: there are no parameters to optimise. Is everything frozen?"))
    }

    @Test func nothingToOptimiseInAnyGroup() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = AdamW([ParameterGroup([], learningRate: 1)])
        }
        #expect(errorText(result).contains("AdamW: there are no parameters to optimise"))
    }

    @Test func aParameterTwiceInAGroup() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let parameter = Parameter.pair()
            _ = SGD([parameter, .pair(), parameter], learningRate: 1)
        }
        #expect(errorText(result).contains("SGD: a parameter stands in two groups or twice in one"))
    }

    @Test func aParameterInTwoGroups() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let parameter = Parameter.pair()
            let groups = [0.1, 0.2].map { ParameterGroup([parameter], learningRate: $0) }
            _ = Adam(groups)
        }
        #expect(errorText(result).contains("Adam: a parameter stands in two groups or twice in one"))
    }

    @Test func nesterovWithoutMomentum() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = SGD([.pair()], learningRate: 1, nesterov: true)
        }
        #expect(errorText(result).contains("Nesterov needs a momentum above 0 and no dampening, not 0.0 and 0.0"))
    }

    @Test func nesterovWithDampening() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = SGD([.pair()], learningRate: 1, momentum: 0.9, dampening: 0.5, nesterov: true)
        }
        #expect(errorText(result).contains("Nesterov needs a momentum above 0 and no dampening, not 0.9 and 0.5"))
    }

    @Test func aNegativeRate() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ParameterGroup([.pair()], learningRate: -1, name: "head")
        }
        #expect(errorText(result).contains("ParameterGroup head: the learning rate must not be negative, but is -1.0"))
    }

    @Test func aBetaOfOne() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Adam([.pair()], betas: (0.9, 1))
        }
        #expect(errorText(result).contains("Adam: betas must be in 0 ..< 1, not (0.9, 1.0)"))
    }

    @Test func anAlphaOfOne() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = RMSprop([.pair()], alpha: 1)
        }
        #expect(errorText(result).contains("RMSprop: alpha must be in 0 ..< 1, not 1.0"))
    }
}
