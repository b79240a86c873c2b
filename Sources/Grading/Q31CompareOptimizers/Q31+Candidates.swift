import RandomNumbers
import TrainingCore

/// The three optimizers of Q31, what is usual for them, and what is right.
private struct Expected: Sendable {
    let name: String
    let usualRate: Float
    let make: @Sendable (Parameter, Float) -> Optimizer

    static let all = [
        Expected(name: "SGD", usualRate: 0.03) { SGD([$0], learningRate: $1, momentum: 0.9, nesterov: true) },
        Expected(name: "Adam", usualRate: 0.001) { Adam([$0], learningRate: $1) },
        Expected(name: "AdamW", usualRate: 0.001) { AdamW([$0], learningRate: $1, weightDecay: 0.01) },
    ]
}

/// Fails the running check unless each candidate steps as it should, every time from the beginning.
func checkCandidateSteps(_ candidates: [OptimizerCandidate], _ grading: Grading) throws {
    try expect(candidates.map(\.name), equals: Expected.all.map(\.name), "names")
    var generator = grading.generator()
    let rate = generator.uniform(in: 0.1...0.3)
    for (candidate, expected) in zip(candidates, Expected.all) {
        let start = (0..<4).map { _ in generator.uniform(in: 2...5) }
        let gradients = (0..<3).map { _ in (0..<4).map { _ in generator.normal() } }
        let right = steps(from: start, gradients) { expected.make($0, rate) }
        var made: [Optimizer] = []
        for _ in 0..<2 {
            let found = try steps(from: start, gradients) { parameter in
                let optimizer = try candidate.make([parameter], rate)
                try expect(
                    !made.contains { $0 === optimizer }, expected: "\(candidate.name): a new optimizer each time",
                    found: "the same one", Q31.stateCarriedOver)
                made.append(optimizer)
                try expect(
                    optimizer.groups.map(\.learningRate), equals: [rate], "\(candidate.name): learning rates")
                try expect(
                    optimizer.parameters.map(ObjectIdentifier.init), equals: [ObjectIdentifier(parameter)],
                    "\(candidate.name): parameters")
                return optimizer
            }
            try expect(found, closeTo: right, tolerance: 1e-5, "\(candidate.name): a parameter after 3 steps")
        }
    }
}

/// Fails the running check unless each candidate has rates around its usual one.
func checkCandidateRates(_ candidates: [OptimizerCandidate]) throws {
    try expect(candidates.map(\.name), equals: Expected.all.map(\.name), "names")
    let isSame = Set(candidates.map(\.learningRates)).count == 1
    for (candidate, expected) in zip(candidates, Expected.all) {
        let right = [expected.usualRate / 3, expected.usualRate, expected.usualRate * 3]
        try expect(
            candidate.learningRates.count == 3
                && zip(candidate.learningRates, right).allSatisfy { abs($0 - $1) <= 0.2 * $1 },
            expected: "\(candidate.name): about \(right)", found: "\(candidate.learningRates)",
            isSame && !candidate.learningRates.isEmpty ? Q31.oneRate : nil)
    }
}

/// The numbers of a parameter after a step along each of the gradients.
private func steps(
    from start: [Float], _ gradients: [[Float]], _ make: (Parameter) throws -> Optimizer
) rethrows -> [Float] {
    let parameter = Parameter(Tensor(start, shape: [start.count]))
    let optimizer = try make(parameter)
    for gradient in gradients {
        parameter.grad = Tensor(gradient, shape: [start.count])
        optimizer.step()
    }
    return parameter.values
}
