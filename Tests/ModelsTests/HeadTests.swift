import Layers
import Parity
import RandomNumbers
import Tensors
import Testing
import Weights

@testable import Models

@Suite("Heads")
struct HeadTests {
    /// Without dropout, which would draw other numbers than PyTorch's.
    @Test(arguments: ["fastai", "article"], [true, false])
    func concatPoolingIsTheOthers(_ name: String, _ isTraining: Bool) throws {
        let head =
            name == "fastai"
            ? Head.concatPooling(5, classes: 3, dropout: (0, 0))
            : Head.concatPooling(
                5, classes: 3, order: .meanFirst, hidden: 16, dropout: (0, 0), bias: true)
        head.fillByRule()
        if !isTraining { head.eval() }
        let mode = isTraining ? "training" : "evaluating"
        let expected = try fixture("heads.safetensors")
        let x = RuleFill.tensor("maps", [4, 5, 3, 2], in: -2..<2)
        x.requiresGrad = true
        let y = head(x)
        y.backward(RuleFill.tensor("projection", y.shape))

        let output = ParityRow("Heads", "concat pooling, \(name), \(mode)", "output", limit: 1e-5)
        #expect(output.error(y.values, try #require(expected["\(name), \(mode).y"]).floats) < output.limit)
        let gradients = ParityRow("Heads", "concat pooling, \(name), \(mode)", "gradients", limit: 1e-4)
        let dx = try #require(expected["\(name), \(mode).dx"])
        #expect(gradients.error(try #require(x.grad).values, dx.floats) < gradients.limit)
        guard isTraining else { return }
        for (key, parameter) in head.namedParameters {
            let dp = try #require(expected["\(name), \(mode).d\(key)"])
            #expect(dp.shape == parameter.shape)
            #expect(gradients.error(try #require(parameter.grad).values, dp.floats) < gradients.limit, "\(key)")
        }
    }

    @Test func theyHaveTheirLayers() {
        #expect(
            Head.concatPooling(7, classes: 3).namedParameters.map { "\($0.name) \($0.element.shape)" } == [
                "2.weight [14]", "2.bias [14]", "4.weight [512, 14]", "6.weight [512]", "6.bias [512]",
                "8.weight [3, 512]",
            ])
        #expect(Head.linear(7, classes: 3, dropout: 0.5)(.zeros([2, 7])).shape == [2, 3])
        #expect(Head.meanPooling(7, classes: 3)(.zeros([2, 7, 4, 5])).shape == [2, 3])
    }

    @Test func theMeanPoolingHeadIsThatOfAResNet() throws {
        let model = ResNet(blocks: [1, 1, 1, 1], classes: 4, width: 4)
        let cut = try model.cut(after: "layer4", head: Head.meanPooling(32, classes: 4))
        let (old, new) = (try #require(model.fc as? Linear), try #require(cut.module(named: "head.3") as? Linear))
        new.weight.copy(from: old.weight)
        try #require(new.bias).copy(from: try #require(old.bias))
        let x = RuleFill.tensor("x", [2, 3, 32, 32])
        #expect(cut.eval()(x).values == model.eval()(x).values)
    }

    @Test func fastaisInitialWeightsAreKaimingNormalByTheFanIn() throws {
        let head = withSeed(1) {
            let head = Head.concatPooling(64, classes: 400, bias: true)
            head.fillByRule()
            return head.initialiseAsInFastai()
        }
        for (index, fanIn) in [(4, 128), (8, 512)] {
            let linear = try #require(head[index] as? Linear)
            let squares = linear.weight.values.map { Double($0) * Double($0) }.reduce(0, +)
            let deviation = (squares / Double(linear.weight.count)).squareRoot()
            // Of this many numbers the deviation is known to half a percent.
            #expect(abs(deviation / (2 / Double(fanIn)).squareRoot() - 1) < 0.02)
            #expect(linear.bias?.values.allSatisfy { $0 == 0 } == true)
        }
        let other = Head.concatPooling(64, classes: 400, bias: true)
        other.fillByRule()
        for index in [2, 6] { #expect(head[index].parameters.map(\.values) == other[index].parameters.map(\.values)) }
    }
}
