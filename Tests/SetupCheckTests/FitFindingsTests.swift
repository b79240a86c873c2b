import Testing
import TrainingCore

@Suite("What fit says of its set-up")
struct FitFindingsTests {
    @Test func fitReportsToWhoeverListens() throws {
        let (model, parts) = (tiny(), loaders())
        model.freeze()
        model[5].unfreeze()
        let optimizer = SGD(model[0].parameters, learningRate: 0.1)
        func run(_ onFinding: @escaping (SetupFinding) -> Void) throws {
            try fit(
                model, training: parts.training, validation: parts.validation, optimizer: optimizer, epochs: 2,
                onFinding: onFinding)
        }
        var told: [SetupFinding] = []
        #expect(try heard { try run { told.append($0) } } == [])
        #expect(told.map(\.rule) == [.nothingTrainableInOptimizer])
        #expect(try heard { try run { $0.report() } } == told)
    }

    @Test func fitTellsTheProbeOfItsSteps() throws {
        let (model, parts) = (tiny(), loaders())
        let findings = try heard {
            try fit(
                model, training: parts.training, validation: parts.validation,
                optimizer: SGD(model.parameters, learningRate: 0.01), epochs: 6, maxGradNorm: 1e-5,
                loss: { crossEntropy(softmax($0), $1) })
        }
        #expect(findings.map(\.rule) == [.probabilitiesInCrossEntropy], "which covers that clipping always bites")
    }
}
