import Grading
import Testing
import TrainingCore

@Suite("Q22 wrong and alternative answers")
struct Question22 {
    @Test func afterTheStep() {
        expectRejected(onlyBecause: "clipped after the step") {
            grade(
                step: { model, images, labels, optimizer, maxNorm in
                    optimizer.zeroGrad()
                    let loss = crossEntropy(model(images), labels)
                    loss.backward()
                    optimizer.step()
                    return (loss.item, clipGradNorm(optimizer.parameters, maxNorm: maxNorm))
                }, $0)
        }
    }

    @Test func beforeBackwardWhereThereIsNothing() {
        expectRejected(onlyBecause: "clipped before backward") {
            grade(
                step: { model, images, labels, optimizer, maxNorm in
                    optimizer.zeroGrad()
                    let loss = crossEntropy(model(images), labels)
                    let norm = clipGradNorm(optimizer.parameters, maxNorm: maxNorm)
                    loss.backward()
                    optimizer.step()
                    return (loss.item, norm)
                }, $0)
        }
    }

    @Test func beforeBackwardOnTheGradientsOfTheLastStep() {
        expectRejected(onlyBecause: "clipped before backward") {
            grade(
                step: { model, images, labels, optimizer, maxNorm in
                    let norm = clipGradNorm(optimizer.parameters, maxNorm: maxNorm)
                    optimizer.zeroGrad()
                    let loss = crossEntropy(model(images), labels)
                    loss.backward()
                    optimizer.step()
                    return (loss.item, norm)
                }, $0)
        }
    }

    @Test func beforeBackwardAndAdded() {
        expectRejected(onlyBecause: "clipped before backward") {
            grade(
                step: { model, images, labels, optimizer, maxNorm in
                    let norm = clipGradNorm(optimizer.parameters, maxNorm: maxNorm)
                    let loss = crossEntropy(model(images), labels)
                    loss.backward()
                    optimizer.step()
                    optimizer.zeroGrad()
                    return (loss.item, norm)
                }, $0)
        }
    }

    @Test func perTensor() {
        expectRejected(onlyBecause: "clipped per tensor") {
            grade(
                clip: { parameters, maxNorm in parameters.map { clipGradNorm([$0], maxNorm: maxNorm) }.max() ?? 0 }, $0)
        }
    }

    @Test func perTensorWithTheNormOfAll() {
        expectRejected(onlyBecause: "clipped per tensor") {
            grade(
                clip: { parameters, maxNorm in
                    let norm = norm(of: parameters.compactMap(\.grad))
                    for parameter in parameters { clipGradNorm([parameter], maxNorm: maxNorm) }
                    return norm
                }, $0)
        }
    }

    @Test func byValue() {
        expectRejected(onlyBecause: "clipped by value") {
            grade(
                clip: { parameters, maxNorm in
                    let norm = norm(of: parameters.compactMap(\.grad))
                    for gradient in parameters.compactMap(\.grad) {
                        gradient.withMutableValues { values in
                            for i in values.indices { values[i] = max(-maxNorm, min(maxNorm, values[i])) }
                        }
                    }
                    return norm
                }, $0)
        }
    }

    @Test func weightsClipped() {
        expectRejected(onlyBecause: "weights clipped instead") {
            grade(
                clip: { parameters, maxNorm in
                    let norm = norm(of: parameters)
                    for parameter in parameters where norm > maxNorm { scale(parameter, by: maxNorm / norm) }
                    return norm
                }, $0)
        }
    }

    @Test func weightsClippedAfterTheStep() {
        expectRejected(onlyBecause: "weights clipped instead") {
            grade(
                step: { model, images, labels, optimizer, maxNorm in
                    optimizer.zeroGrad()
                    let loss = crossEntropy(model(images), labels)
                    loss.backward()
                    let gradients = norm(of: optimizer.parameters.compactMap(\.grad))
                    optimizer.step()
                    let norm = norm(of: optimizer.parameters)
                    for parameter in optimizer.parameters where norm > maxNorm { scale(parameter, by: maxNorm / norm) }
                    return (loss.item, gradients)
                }, $0)
        }
    }

    @Test func scaledUp() {
        expectRejected(onlyBecause: "small gradients scaled up") {
            grade(
                clip: { parameters, maxNorm in
                    let norm = norm(of: parameters.compactMap(\.grad))
                    guard norm > 0 else { return 0 }
                    for parameter in parameters { parameter.grad = parameter.grad.map { $0 * (maxNorm / norm) } }
                    return norm
                }, $0)
        }
    }

    @Test func theNormAfterwards() {
        expectRejected(onlyBecause: "norm after clipping returned") {
            grade(
                clip: { parameters, maxNorm in
                    clipGradNorm(parameters, maxNorm: maxNorm)
                    return norm(of: parameters.compactMap(\.grad))
                }, $0)
        }
    }

    @Test func neverClipped() {
        expectRejected(onlyBecause: "gradients left unclipped") {
            grade(
                step: { model, images, labels, optimizer, _ in
                    optimizer.zeroGrad()
                    let loss = crossEntropy(model(images), labels)
                    loss.backward()
                    optimizer.step()
                    return (loss.item, norm(of: optimizer.parameters.compactMap(\.grad)))
                }, $0)
        }
    }

    @Test func earlierGradientsKept() {
        expectRejected(onlyBecause: "gradients of earlier steps counted in") {
            grade(
                step: { model, images, labels, optimizer, maxNorm in
                    let loss = crossEntropy(model(images), labels)
                    loss.backward()
                    let norm = clipGradNorm(optimizer.parameters, maxNorm: maxNorm)
                    optimizer.step()
                    return (loss.item, norm)
                }, $0)
        }
    }

    @Test func normsAddedInsteadOfSquares() {
        expectRejected(onlyBecause: "norms added up") {
            grade(
                clip: { parameters, maxNorm in
                    let gradients = parameters.compactMap(\.grad)
                    let total = gradients.map { norm(of: [$0]) }.reduce(0, +)
                    for gradient in gradients where total > maxNorm { scale(gradient, by: maxNorm / total) }
                    return total
                }, $0)
        }
    }

    @Test func squaresWithoutARoot() {
        expectRejected(onlyBecause: "root forgotten") {
            grade(
                clip: { parameters, maxNorm in
                    let total = parameters.compactMap(\.grad).map { sum($0 * $0).item }.reduce(0, +)
                    for gradient in parameters.compactMap(\.grad) where total > maxNorm {
                        scale(gradient, by: maxNorm / total)
                    }
                    return total
                }, $0)
        }
    }

    @Test func scaledCopies() {
        expectRejected(onlyBecause: "gradients left unclipped") {
            grade(
                clip: { parameters, maxNorm in
                    let norm = norm(of: parameters.compactMap(\.grad))
                    for var gradient in parameters.compactMap(\.grad) where norm > maxNorm {
                        gradient = gradient * (maxNorm / norm)
                        _ = gradient
                    }
                    return norm
                }, $0)
        }
    }

    @Test func theModelsParametersClipped() {
        expectRejected(onlyBecause: "more gradients than the optimizer's") {
            grade(
                step: { model, images, labels, optimizer, maxNorm in
                    model.zeroGrad()
                    let loss = crossEntropy(model(images), labels)
                    loss.backward()
                    let norm = clipGradNorm(model.parameters, maxNorm: maxNorm)
                    optimizer.step()
                    return (loss.item, norm)
                }, $0)
        }
    }

    @Test func aFrozenParameterGetsAGradientOfZeros() {
        expectRejected(onlyBecause: nil) {
            grade(
                clip: { parameters, maxNorm in
                    for parameter in parameters where parameter.grad == nil { parameter.grad = .zeros(parameter.shape) }
                    return clipGradNorm(parameters, maxNorm: maxNorm)
                }, $0)
        }
    }

    @Test func theCoresOwn() {
        expectAccepted { grade($0) }
    }

    @Test func numberByNumber() {
        expectAccepted {
            grade(
                clip: { parameters, maxNorm in
                    var squares = 0.0
                    for gradient in parameters.compactMap(\.grad) {
                        for value in gradient.values { squares += Double(value) * Double(value) }
                    }
                    let factor = Float(min(1, Double(maxNorm) / squares.squareRoot()))
                    for gradient in parameters.compactMap(\.grad) { scale(gradient, by: factor) }
                    return Float(squares.squareRoot())
                },
                step: { model, images, labels, optimizer, maxNorm in
                    model.zeroGrad()
                    let loss = crossEntropy(model(images), labels)
                    let value = loss.item
                    loss.backward()
                    let norm = clipGradNorm(optimizer.parameters, maxNorm: maxNorm)
                    optimizer.step()
                    optimizer.zeroGrad()
                    return (value, norm)
                }, $0)
        }
    }

    /// Grades a way to clip, by itself and, unless a step is given, within one.
    private func grade(
        clip: @escaping ([Parameter], Float) throws -> Float = { clipGradNorm($0, maxNorm: $1) },
        step: ClippedStep? = nil, _ grading: Grading
    ) {
        let usual: ClippedStep = { model, images, labels, optimizer, maxNorm in
            optimizer.zeroGrad()
            let loss = crossEntropy(model(images), labels)
            loss.backward()
            let norm = try clip(optimizer.parameters, maxNorm)
            optimizer.step()
            return (loss.item, norm)
        }
        gradeClipGradients(clipGradients: clip, trainingStep: step ?? usual, grading)
    }
}

private func norm(of tensors: [Tensor]) -> Float {
    tensors.map { sum($0 * $0).item }.reduce(0, +).squareRoot()
}

private func scale(_ tensor: Tensor, by factor: Float) {
    tensor.withMutableValues { values in
        for i in values.indices { values[i] *= factor }
    }
}
