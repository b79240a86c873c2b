import Foundation
import Grading
import Testing
import TrainingCore

@Suite("Q20 wrong and alternative answers")
struct Question20 {
    /// The core refuses momentum 0, so a process of its own grades it.
    @Test func momentumEndsTheProgram() throws {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("HostileAnswers").path
        let verdict = try Runner(program: program).grade("momentum", .exercise, seed: 1)
        #expect(verdict.state == .crashed, "\(verdict)")
        #expect(verdict.misconceptions.map(\.name).last == "Nesterov without momentum", "\(verdict)")
    }

    @Test func frozenParametersIncluded() {
        expectRejected(onlyBecause: "frozen parameters included") {
            grade($0, groups: { split($0.parameters, $1, $2) })
        }
    }

    @Test func theWholeModelInOneOptimizer() {
        expectRejected(onlyBecause: "frozen parameters included") {
            grade(
                $0,
                sgd: { model, rate, momentum, decay in
                    guard momentum > 0 else { throw Nothing() }
                    return SGD(split(model.parameters, rate, decay), momentum: momentum, nesterov: true)
                })
        }
        expectRejected(onlyBecause: "frozen parameters included") {
            grade($0, adamW: { AdamW($0.parameters, learningRate: $1, weightDecay: $2) })
        }
    }

    @Test func l2InAdam() {
        expectRejected(onlyBecause: "L2 in Adam taken for decoupled decay") {
            grade($0, adamW: { Adam(try trainableGroups($0, $1, $2)) })
        }
        expectRejected(onlyBecause: "L2 in Adam taken for decoupled decay") {
            grade($0, adamW: { Adam($0.trainableParameters, learningRate: $1, weightDecay: $2) })
        }
    }

    @Test func emptyListAccepted() {
        expectRejected(onlyBecause: "empty list accepted") {
            grade($0, groups: { split($0.trainableParameters, $1, $2) })
        }
        expectRejected(onlyBecause: "empty list accepted") {
            grade($0, groups: { $0.isFrozen ? [] : try trainableGroups($0, $1, $2) })
        }
    }

    @Test func nesterovWithoutMomentum() {
        expectRejected(onlyBecause: "Nesterov without momentum") {
            grade($0, sgd: { SGD(try trainableGroups($0, $1, $3), momentum: $2, nesterov: $2 > 0) })
        }
    }

    @Test func momentumNotPassedOn() {
        expectRejected(because: "Nesterov without momentum") {
            grade($0, sgd: { model, rate, _, decay in SGD(try trainableGroups(model, rate, decay)) })
        }
    }

    /// The core refuses it, and a program that is refused stops. The runner shows that as a crash, with these words.
    @Test func nesterovAskedForWithoutMomentum() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            grade(Grading(seed: 1), sgd: { SGD(try trainableGroups($0, $1, $3), momentum: $2, nesterov: true) })
        }
        let words = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
        #expect(words.contains("Nesterov needs a momentum above 0"))
    }

    @Test func classicalMomentum() {
        expectRejected(because: "momentum without Nesterov") {
            grade($0, sgd: { SGD(try trainableGroups($0, $1, $3), momentum: $2) })
        }
    }

    @Test func decayOnEverything() {
        expectRejected(onlyBecause: "decay on everything") {
            grade(
                $0,
                groups: { model, rate, decay in
                    guard !model.isFrozen else { throw Nothing() }
                    return [ParameterGroup(model.trainableParameters, learningRate: rate, weightDecay: decay)]
                })
        }
        expectRejected(onlyBecause: "decay on everything") {
            grade($0, adamW: { AdamW($0.trainableParameters, learningRate: $1, weightDecay: $2) })
        }
        expectRejected(onlyBecause: "decay on everything") {
            grade(
                $0,
                sgd: { model, rate, momentum, decay in
                    guard momentum > 0 else { throw Nothing() }
                    return SGD(
                        model.trainableParameters, learningRate: rate, momentum: momentum, weightDecay: decay,
                        nesterov: true)
                })
        }
    }

    @Test func onlyBiasesSpared() {
        let byName: (Module, Float, Float) throws -> [ParameterGroup] = { model, rate, decay in
            let open = model.namedParameters.filter(\.element.requiresGrad)
            guard !open.isEmpty else { throw Nothing() }
            return [
                ParameterGroup(
                    open.filter { !$0.name.hasSuffix("bias") }.map(\.element), learningRate: rate, weightDecay: decay),
                ParameterGroup(open.filter { $0.name.hasSuffix("bias") }.map(\.element), learningRate: rate),
            ]
        }
        expectRejected(onlyBecause: "only the biases go without decay") { grade($0, groups: byName) }
        expectRejected(onlyBecause: "only the biases go without decay") {
            grade($0, adamW: { AdamW(try byName($0, $1, $2)) })
        }
    }

    @Test func biasesLeftOut() {
        expectRejected(onlyBecause: nil) {
            grade($0, groups: { Array(try trainableGroups($0, $1, $2).prefix(1)) })
        }
    }

    @Test func bothGroupsMustHoldSomething() {
        expectRejected(onlyBecause: "one empty group refused") {
            grade(
                $0,
                groups: { model, rate, decay in
                    let groups = try trainableGroups(model, rate, decay)
                    if groups.contains(where: \.parameters.isEmpty) { throw Nothing() }
                    return groups
                })
        }
    }

    @Test func noDecayAtAllAndOtherBetas() {
        expectRejected(onlyBecause: nil) {
            grade($0, groups: { model, rate, _ in try trainableGroups(model, rate, 0) })
        }
        expectRejected(onlyBecause: nil) {
            grade($0, adamW: { AdamW(try trainableGroups($0, $1, $2), betas: (0.9, 0.99)) })
        }
    }

    /// By the kind of module instead of the number of axes, the group without decay first, a group for each block.
    @Test func byModule() {
        let groups: (Module, Float, Float) throws -> [ParameterGroup] = { model, rate, decay in
            let weights = model.namedModules.compactMap { _, module in
                (module as? Conv2d)?.weight ?? (module as? Linear)?.weight
            }
            let decaying = Set(weights.map(ObjectIdentifier.init))
            let open = model.parameters.filter(\.requiresGrad)
            if open.isEmpty { throw Nothing() }
            return [ParameterGroup(open.filter { !decaying.contains(ObjectIdentifier($0)) }, learningRate: rate)]
                + open.filter { decaying.contains(ObjectIdentifier($0)) }.map {
                    ParameterGroup([$0], learningRate: rate, weightDecay: decay)
                }
        }
        expectAccepted {
            grade(
                $0, groups: groups,
                sgd: { model, rate, momentum, decay in
                    if momentum == 0 { throw Nothing() }
                    return SGD(try groups(model, rate, decay), momentum: momentum, nesterov: true)
                }, adamW: { AdamW(try groups($0, $1, $2), betas: (0.9, 0.999)) })
        }
    }
}

private struct Nothing: Error {}

private func split(_ parameters: [Parameter], _ rate: Float, _ decay: Float) -> [ParameterGroup] {
    [
        ParameterGroup(parameters.filter { $0.rank > 1 }, learningRate: rate, weightDecay: decay),
        ParameterGroup(parameters.filter { $0.rank == 1 }, learningRate: rate),
    ]
}

private func trainableGroups(_ model: Module, _ rate: Float, _ decay: Float) throws -> [ParameterGroup] {
    if model.isFrozen { throw Nothing() }
    return split(model.trainableParameters, rate, decay)
}

private func sgd(_ model: Module, _ rate: Float, _ momentum: Float, _ decay: Float) throws -> Optimizer {
    guard momentum > 0 else { throw Nothing() }
    return SGD(try trainableGroups(model, rate, decay), momentum: momentum, nesterov: true)
}

private func adamW(_ model: Module, _ rate: Float, _ decay: Float) throws -> Optimizer {
    AdamW(try trainableGroups(model, rate, decay))
}

/// Grades right answers, but for those that a test replaces.
private func grade(
    _ grading: Grading, groups: (Module, Float, Float) throws -> [ParameterGroup] = trainableGroups,
    sgd: (Module, Float, Float, Float) throws -> Optimizer = sgd,
    adamW: (Module, Float, Float) throws -> Optimizer = adamW
) {
    gradeConfigureOptimizer(groups: groups, sgd: sgd, adamW: adamW, grading)
}
