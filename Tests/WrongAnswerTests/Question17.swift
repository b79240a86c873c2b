import Grading
import Testing
import TrainingCore

@Suite("Q17 wrong and alternative answers")
struct Question17 {
    @Test func buffersWantGradients() {
        expectRejected(onlyBecause: "buffers made trainable") {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    model.unfreeze()
                    for (_, buffer) in model.namedBuffers { buffer.value.requiresGrad = true }
                    return SGD(model.parameters, learningRate: rate / 10)
                }, $0)
        }
    }

    @Test func buffersInTheOptimizer() {
        expectRejected(onlyBecause: "buffers made trainable") {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    model.unfreeze()
                    let buffers = model.namedBuffers.map { Parameter($0.element.value) }
                    return SGD(model.parameters + buffers, learningRate: rate / 10)
                }, $0)
        }
    }

    @Test func flagsOnly() {
        expectRejected(onlyBecause: "batch norm left behind") {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    for parameter in model.parameters { parameter.requiresGrad = true }
                    return SGD(model.trainableParameters, learningRate: rate / 10)
                }, $0)
        }
    }

    @Test func statisticsStay() {
        expectRejected(onlyBecause: "batch norm left behind") {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    model.unfreeze(statistics: .stay)
                    model.train()
                    return SGD(model.parameters, learningRate: rate / 10)
                }, $0)
        }
    }

    @Test func convolutionsAndLinearLayersOnly() {
        expectRejected(onlyBecause: "batch norm left behind") {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    for (_, module) in model.namedModules where module is Conv2d || module is Linear {
                        module.unfreeze()
                    }
                    return SGD(model.trainableParameters, learningRate: rate / 10)
                }, $0)
        }
    }

    @Test func oldOptimizer() {
        expectRejected(onlyBecause: "optimizer still the old one") {
            gradeUnfreezeEverything(
                { model, _, old in
                    model.unfreeze()
                    return old
                }, $0)
        }
        expectRejected(onlyBecause: "optimizer still the old one") {
            gradeUnfreezeEverything(
                { model, rate, old in
                    model.unfreeze()
                    old.groups[0].learningRate = rate / 10
                    return old
                }, $0)
        }
    }

    @Test func parametersCollectedTooEarly() {
        expectRejected(onlyBecause: "optimizer still the old one") {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    let parameters = model.trainableParameters
                    model.unfreeze()
                    return SGD(parameters, learningRate: rate / 10)
                }, $0)
        }
    }

    @Test func rateOfTheHead() {
        expectRejected(onlyBecause: "learning rate not lowered") {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    model.unfreeze()
                    return SGD(model.parameters, learningRate: rate)
                }, $0)
        }
    }

    @Test func rateWhereTheScheduleEnded() {
        expectRejected(onlyBecause: "rate taken from the end of a schedule") {
            gradeUnfreezeEverything(
                { model, _, old in
                    model.unfreeze()
                    return SGD(model.parameters, learningRate: old.groups[0].learningRate / 10)
                }, $0)
        }
    }

    @Test func opensTheBodyBesidesTheHeadsGroup() {
        expectRejected(onlyBecause: "rate taken from the end of a schedule") {
            gradeUnfreezeEverything(
                { model, rate, old in
                    model.unfreeze()
                    let held = Set(old.parameters.map(ObjectIdentifier.init))
                    let body = model.parameters.filter { !held.contains(ObjectIdentifier($0)) }
                    old.groups.append(ParameterGroup(body, learningRate: rate / 10))
                    return old
                }, $0)
        }
    }

    @Test func anotherHead() {
        expectRejected(onlyBecause: "head rebuilt by accident") {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    rebuildHead(of: model)
                    model.unfreeze()
                    return SGD(model.parameters, learningRate: rate / 10)
                }, $0)
        }
    }

    @Test func anotherHeadAfterTheOptimizer() {
        expectRejected(onlyBecause: "head rebuilt by accident") {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    model.unfreeze()
                    let optimizer = SGD(model.parameters, learningRate: rate / 10)
                    rebuildHead(of: model)
                    return optimizer
                }, $0)
        }
    }

    @Test func bodyResetIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    model.unfreeze()
                    let first = model.parameters[0]
                    first.copy(from: Tensor(first.values.reversed(), shape: first.shape))
                    return SGD(model.parameters, learningRate: rate / 10)
                }, $0)
        }
    }

    @Test func headAtItsOldRateIsNoKnownMistake() {
        expectRejected(onlyBecause: nil) {
            gradeUnfreezeEverything(
                { model, rate, old in
                    model.unfreeze()
                    let head = Set(old.parameters.map(ObjectIdentifier.init))
                    let body = model.parameters.filter { !head.contains(ObjectIdentifier($0)) }
                    return SGD([
                        ParameterGroup(body, learningRate: rate / 10),
                        ParameterGroup(old.parameters, learningRate: rate),
                    ])
                }, $0)
        }
    }

    @Test func nothingDoneIsNoKnownMistakeButTheOptimizers() {
        expectRejected(onlyBecause: "optimizer still the old one") {
            gradeUnfreezeEverything({ _, _, old in old }, $0)
        }
    }

    @Test func theMethodThatDoesItAll() {
        expectAccepted {
            gradeUnfreezeEverything(
                { model, rate, _ in
                    model.unfreeze()
                    return SGD(model.trainableParameters, learningRate: rate * 0.1, momentum: 0.9)
                }, $0)
        }
    }

    @Test func otherGroupsForTheOldOne() {
        expectAccepted {
            gradeUnfreezeEverything(
                { model, rate, old in
                    for (_, module) in model.namedModules {
                        (module as? BatchNorm)?.statisticsAreFrozen = false
                        for parameter in module.parameters { parameter.requiresGrad = true }
                    }
                    old.groups = model.children.map {
                        ParameterGroup($0.element.parameters, learningRate: rate / 10, name: $0.name)
                    }
                    return old
                }, $0)
        }
    }
}

/// Puts a new layer of the same widths in the head's place.
private func rebuildHead(of model: Module) {
    if let model = model as? ResNet, let old = model.fc as? Linear {
        model.fc = Linear(old.inFeatures, old.weight.shape[0])
    } else if let model = model as? Sequential, let old = model[8] as? Linear {
        model[8] = Linear(old.inFeatures, old.weight.shape[0])
    }
}
