import Optimizers
import Parity
import Tensors
import Testing
import Weights

@Suite("Clipping gradients")
struct ClippingTests {
    @Test(arguments: [("bites", Float(0.5)), ("idle", 100)])
    func normAndGradientsArePyTorchs(_ name: String, _ limit: Float) throws {
        let expected = try fixture("clipping.safetensors")
        let parameters = [Parameter(.zeros([3, 4])), Parameter(.zeros([5]))]
        for (i, parameter) in parameters.enumerated() { parameter.grad = RuleFill.tensor("g\(i)", parameter.shape) }
        let row = ParityRow("Optimizers", "clipGradNorm, \(name)", "norm and gradients", limit: 1e-6)
        let norm = clipGradNorm(parameters, maxNorm: limit)
        #expect(row.error([norm], try #require(expected["\(name).norm"]).floats) < row.limit)
        for (i, parameter) in parameters.enumerated() {
            let gradient = try #require(parameter.grad).values
            #expect(row.error(gradient, try #require(expected["\(name).g\(i)"]).floats) < row.limit)
        }
    }

    @Test func theNormReturnedIsTheOneBefore() throws {
        let parameter = Parameter.pair(gradient: [3, 4])
        #expect(clipGradNorm([parameter], maxNorm: 2.5) == 5)
        #expect(isClose(try #require(parameter.grad).values, [1.5, 2], within: 1e-6))
        #expect(isClose([clipGradNorm([parameter], maxNorm: 2.5)], [2.5], within: 1e-6))
    }

    @Test func smallGradientsAreNotScaledUp() {
        let parameter = Parameter.pair(gradient: [3, 4])
        clipGradNorm([parameter], maxNorm: 50)
        #expect(parameter.grad?.values == [3, 4])
    }

    @Test func absentGradientsCountForNothing() {
        let absent = Parameter.pair(gradient: nil)
        #expect(clipGradNorm([absent, .pair(gradient: [3, 4])], maxNorm: 50) == 5)
        #expect(clipGradNorm([absent], maxNorm: 1) == 0)
        #expect(absent.grad == nil)
    }

    @Test func theLimitMustBePositive() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            clipGradNorm([.pair()], maxNorm: 0)
        }
        #expect(errorText(result).contains("the largest norm must be positive, but is 0.0"))
    }

    @Test func aGradientThatIsNoNumberIsNotPassedOver() throws {
        let (bad, good) = (Parameter.pair(gradient: [.nan, 1]), Parameter.pair(gradient: [3, 4]))
        #expect(clipGradNorm([bad, good], maxNorm: 1).isNaN)
        #expect(try #require(good.grad).values.allSatisfy(\.isNaN))
    }
}
