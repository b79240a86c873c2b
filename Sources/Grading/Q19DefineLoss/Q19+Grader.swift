import TrainingCore

/// Grades Q19: cross-entropy on logits and class indices.
public func gradeDefineLoss(
    _ loss: (_ logits: Tensor, _ labels: [Int], _ classWeights: [Float]?, _ labelSmoothing: Float) throws -> Tensor,
    _ grading: Grading
) {
    grading.check("the mean of −log p over the batch, p being the probability of the right class") {
        try expectLosses(of: Q19.Case.ordinary(grading), loss)
    }
    grading.check("class weights: a weighted mean") {
        try expectLosses(of: Q19.Case.ordinary(grading, weighted: true), loss)
    }
    grading.check("label smoothing: a share of the target goes to all classes") {
        try expectLosses(of: Q19.Case.ordinary(grading, smoothed: true), loss)
    }
    grading.check("class weights and label smoothing together") {
        try expectLosses(of: Q19.Case.ordinary(grading, weighted: true, smoothed: true), loss)
    }
    grading.check("the gradient reaches the logits") {
        for example in Q19.Case.ordinary(grading, weighted: true, smoothed: true) {
            let logits = example.leaf()
            let found = try number(loss(logits, example.labels, example.weights, example.smoothing))
            try expect(
                logits.grad == nil, expected: "a loss that has not gone backward yet", found: "one that has")
            try expect(
                found.requiresGrad, expected: "a loss that can go backward", found: "one that is not in the graph",
                Q19.cutOff)
            found.backward()
            try expect(logits.grad?.values ?? [], closeTo: example.gradient, "gradient of the logits")
        }
    }
    grading.check("a model that is sure and wrong has a large loss, not an infinite one") {
        // Nothing can overflow in the first batches: only probabilities that vanish are in the way.
        try expectFarLosses(of: Q19.Case.sureAndWrong(grading, top: 0...0, margin: 150...400), loss)
        try expectLosses(of: Q19.Case.sureAndWrong(grading, top: 100...300, margin: 150...400), loss)
    }
}

private typealias Loss = (Tensor, [Int], [Float]?, Float) throws -> Tensor

/// Fails the running check unless the losses of all batches are right; names the mistake that gives what was found
/// in every batch.
private func expectLosses(of cases: [Q19.Case], _ loss: Loss) throws {
    let found = try losses(of: cases, loss)
    try expectLosses(found, of: cases, explanation(of: found, cases))
}

/// The same for logits so far apart that the smaller probabilities are 0 in single precision.
private func expectFarLosses(of cases: [Q19.Case], _ loss: Loss) throws {
    let found = try losses(of: cases, loss)
    // A small number added to the probabilities, or a floor under them, gives every sure mistake the same loss.
    let isCapped = found.allSatisfy { $0 > 5 && abs($0 - found[0]) < 1e-3 }
    try expectLosses(
        found, of: cases,
        explanation(of: found, cases) ?? (isCapped || found.contains { !$0.isFinite } ? Q19.logOfZero : nil))
}

private func expectLosses(
    _ found: [Double], of cases: [Q19.Case], _ misconception: @autoclosure () -> Misconception?
) throws {
    for (found, example) in zip(found, cases) {
        try expect(
            isClose(found, example.loss),
            expected: "\(Float(example.loss)) for \(example.images) images and \(example.classes) classes",
            found: "\(Float(found))", misconception())
    }
}

private func losses(of cases: [Q19.Case], _ loss: Loss) throws -> [Double] {
    try cases.map { example in
        Double(try number(loss(example.leaf(), example.labels, example.weights, example.smoothing)).item)
    }
}

/// A loss that is a single number.
private func number(_ loss: Tensor) throws -> Tensor {
    try expect(loss.shape == [], expected: "a single number, of shape []", found: "a tensor of shape \(loss.shape)")
    return loss
}

private func explanation(of found: [Double], _ cases: [Q19.Case]) -> Misconception? {
    let suspects = cases.map(\.suspects)
    let fitting = suspects[0].indices.first { i in
        zip(found, suspects).allSatisfy { isClose($0, $1[i].loss) }
    }
    return fitting.map { suspects[0][$0].misconception }
}

private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-4 * max(1, abs(b)) }
