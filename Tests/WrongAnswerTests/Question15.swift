import Grading
import Testing
import TrainingCore

@Suite("Q15 wrong and alternative answers")
struct Question15 {
    @Test func headFrozenToo() {
        expectRejected(onlyBecause: "head frozen too") {
            grade(
                $0,
                trainOnlyHead: { model in
                    model.freeze()
                    return model.fc.parameters
                })
        }
    }

    @Test func headFrozenTooInBothFunctions() {
        let freezeAll: (ResNet) throws -> [Parameter] = { model in
            model.freeze()
            return model.trainableParameters
        }
        expectRejected(because: "head frozen too") {
            grade(
                $0, trainOnlyHead: freezeAll,
                replaceHead: { model, classes in
                    model.fc = Linear(width(model), classes)
                    return try freezeAll(model)
                })
        }
    }

    @Test func headsBatchNormFrozen() {
        expectRejected(onlyBecause: "head frozen too") {
            grade(
                $0,
                trainOnlyHead: { model in
                    model.freeze()
                    for parameter in model.fc.parameters { parameter.requiresGrad = true }
                    return model.fc.parameters
                })
        }
    }

    @Test func frozenAfterTheSwap() {
        expectRejected(onlyBecause: "frozen after the swap") {
            grade(
                $0,
                replaceHead: { model, classes in
                    model.fc = Linear(width(model), classes)
                    model.freeze()
                    return model.fc.parameters
                })
        }
    }

    @Test func frozenAfterTheSwapAndNothingLeftToHold() {
        expectRejected(because: "frozen after the swap") {
            grade(
                $0,
                replaceHead: { model, classes in
                    model.fc = Linear(width(model), classes)
                    model.freeze()
                    return model.trainableParameters
                })
        }
    }

    @Test func optimizerHoldsTheOldHead() {
        expectRejected(onlyBecause: "optimizer holds the old head") {
            grade(
                $0,
                replaceHead: { model, classes in
                    let parameters = try onlyHead(model)
                    model.fc = Linear(width(model), classes)
                    return parameters
                })
        }
    }

    @Test func optimizerHoldsEverything() {
        expectRejected(onlyBecause: "optimizer holds everything") {
            grade(
                $0,
                trainOnlyHead: {
                    _ = try onlyHead($0)
                    return $0.parameters
                })
        }
        expectRejected(onlyBecause: "optimizer holds everything") {
            grade(
                $0,
                replaceHead: {
                    _ = try newHead($0, $1)
                    return $0.parameters
                })
        }
    }

    @Test func bodyFollowsTheBatches() {
        expectRejected(onlyBecause: "body's batch norm in training mode") {
            grade(
                $0,
                trainOnlyHead: { model in
                    try model.freeze(except: ["fc"], statistics: .follow)
                    return model.trainableParameters
                })
        }
    }

    @Test func evaluationModeIsUndoneByTheLoop() {
        expectRejected(onlyBecause: "body's batch norm in training mode") {
            grade(
                $0,
                replaceHead: { model, classes in
                    model.freeze(statistics: .follow)
                    model.fc = Linear(width(model), classes)
                    model.eval()
                    model.fc.train()
                    return model.fc.parameters
                })
        }
    }

    @Test func bodyNotFrozenIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            grade(
                $0,
                trainOnlyHead: { model in
                    model.freeze()
                    model.unfreeze(statistics: .stay)
                    model.fc.unfreeze()
                    return model.fc.parameters
                })
        }
    }

    @Test func wrongWidthsAndHeadsDoNotCrash() {
        expectRejected(onlyBecause: nil) {
            grade(
                $0,
                replaceHead: { model, classes in
                    model.fc = Linear(classes, width(model))
                    return try onlyHead(model)
                })
        }
        expectRejected(onlyBecause: nil) {
            grade(
                $0,
                replaceHead: { model, classes in
                    model.fc = Flatten()
                    return try onlyHead(model)
                })
        }
    }

    @Test func everyParameterTwice() {
        expectRejected(onlyBecause: nil) {
            grade($0, replaceHead: { try newHead($0, $1) + $0.fc.parameters })
        }
    }

    @Test func freezeThenReplace() {
        expectAccepted {
            grade(
                $0, trainOnlyHead: onlyHead,
                replaceHead: { model, classes in
                    model.freeze()
                    let head = Linear(width(model), classes)
                    model.fc = head
                    return [head.weight, head.bias].compactMap { $0 }
                })
        }
    }

    @Test func byHand() {
        expectAccepted {
            grade(
                $0,
                trainOnlyHead: { model in
                    for (name, parameter) in model.namedParameters {
                        parameter.requiresGrad = name.hasPrefix("fc.")
                        parameter.grad = nil
                    }
                    for (name, module) in model.namedModules {
                        (module as? BatchNorm)?.statisticsAreFrozen = !name.hasPrefix("fc.")
                    }
                    return model.trainableParameters.reversed()
                })
        }
    }
}

private func width(_ model: ResNet) -> Int { (model.fc as? Linear)?.inFeatures ?? 0 }

private func onlyHead(_ model: ResNet) throws -> [Parameter] {
    try model.freeze(except: ["fc"])
    return model.trainableParameters
}

private func newHead(_ model: ResNet, _ classes: Int) throws -> [Parameter] {
    model.fc = Linear(width(model), classes)
    return try onlyHead(model)
}

/// Grades right answers, but for those that a test replaces.
private func grade(
    _ grading: Grading, trainOnlyHead: (ResNet) throws -> [Parameter] = onlyHead,
    replaceHead: (ResNet, Int) throws -> [Parameter] = newHead
) {
    gradeTrainFinalLayer(trainOnlyHead: trainOnlyHead, replaceHead: replaceHead, grading)
}
