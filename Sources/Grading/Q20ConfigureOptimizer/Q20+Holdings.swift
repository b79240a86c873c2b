import TrainingCore

extension Q20 {
    /// Random numbers to configure with, far enough from 0 that each shows after three steps.
    struct Settings {
        let learningRate: Float
        let momentum: Float
        let weightDecay: Float

        init(_ grading: Grading) {
            var generator = grading.generator()
            learningRate = generator.uniform(in: 0.05...0.2)
            momentum = generator.uniform(in: 0.5...0.95)
            weightDecay = generator.uniform(in: 0.1...0.5)
        }
    }

    /// The parameters of a model as they were before the answer ran.
    struct Holdings {
        private let all: [Named<Parameter>]
        private let trainable: [Named<Parameter>]
        private let norms: Set<ObjectIdentifier>

        init(_ model: Module) {
            all = model.namedParameters
            trainable = all.filter(\.element.requiresGrad)
            norms = Set(
                model.namedModules.flatMap { ($0.element as? BatchNorm)?.parameters ?? [] }.map(ObjectIdentifier.init))
        }

        /// Fails the running check unless the groups hold exactly what is trainable, each parameter once.
        func expectTrainable(_ groups: [ParameterGroup]) throws {
            let held = groups.flatMap(\.parameters)
            let ids = Set(held.map(ObjectIdentifier.init))
            let missing = trainable.filter { !ids.contains(ObjectIdentifier($0.element)) }
            let open = Set(trainable.map { ObjectIdentifier($0.element) })
            let frozen = all.filter {
                ids.contains(ObjectIdentifier($0.element)) && !open.contains(ObjectIdentifier($0.element))
            }
            let expected = "the \(trainable.count) trainable parameters of \(all.count)"
            try expect(
                frozen.isEmpty, expected: expected,
                found: "\(frozen.count) frozen ones, first \(frozen.first?.name ?? "")",
                missing.isEmpty ? Q20.frozenIncluded : nil)
            try expect(
                missing.isEmpty, expected: expected,
                found: "\(trainable.count - missing.count) of them; \(missing.first?.name ?? "") is left out")
            try expect(ids.count == held.count, expected: "each parameter once", found: "some of them twice")
            try expect(
                ids == open, expected: expected, found: "\(ids.count), some of which are not in the model")
            for (name, parameter) in all {
                try expect(
                    parameter.requiresGrad == open.contains(ObjectIdentifier(parameter)),
                    expected: "flags as they were", found: "another one at \(name)")
            }
        }

        /// Fails the running check unless the trainable weights decay, and only they.
        func expectDecays(_ groups: [ParameterGroup], _ decay: Float) throws {
            let decays = Dictionary(
                groups.flatMap { group in group.parameters.map { (ObjectIdentifier($0), group.weightDecay) } }
            ) { first, _ in first }
            let found = trainable.map { decays[ObjectIdentifier($0.element)] }
            let expected = trainable.map { isWeight($0.element) ? decay : 0 }
            guard let i = found.indices.first(where: { found[$0] != expected[$0] }) else { return }
            var misconception: Misconception?
            if found.allSatisfy({ $0 == decay }) { misconception = Q20.decayOnEverything }
            if found == trainable.map({ isWeight($0.element) || isScale($0) ? decay : 0 }) {
                misconception = Q20.normsDecayed
            }
            throw Mistake(
                expected: "decay \(expected[i]) for \(trainable[i].name)",
                found: found[i].map { "\($0)" } ?? "it is in no group", misconception)
        }

        /// Fails the running check unless three steps with random gradients lead where `right` says.
        func expectSteps(
            of optimizer: Optimizer, _ settings: Settings, _ grading: Grading,
            right: (Q20.Trajectory) -> [Float],
            known: [(misconception: Misconception, steps: (Q20.Trajectory) -> [Float])]
        ) throws {
            var generator = grading.generator()
            let trajectories = trainable.map { _, parameter in
                Q20.Trajectory(
                    values: parameter.values,
                    gradients: (0..<3).map { _ in (0..<parameter.count).map { _ in generator.normal() } },
                    learningRate: settings.learningRate, weightDecay: settings.weightDecay)
            }
            for step in 0..<3 {
                for ((_, parameter), trajectory) in zip(trainable, trajectories) {
                    parameter.grad = Tensor(trajectory.gradients[step], shape: parameter.shape)
                }
                optimizer.step()
            }
            let ends = { (steps: (Q20.Trajectory) -> [Float], decays: (Named<Parameter>) -> Bool) in
                zip(trainable, trajectories).map { steps(decays($0) ? $1 : $1.withoutDecay) }
            }
            let onlyWeights = { (named: Named<Parameter>) in isWeight(named.element) }
            let everything = { (_: Named<Parameter>) in true }
            let suspects =
                known.map { ($0.misconception, ends($0.steps, onlyWeights)) }
                + [
                    (Q20.normsDecayed, ends(right) { isWeight($0.element) || isScale($0) }),
                    (Q20.decayOnEverything, ends(right, everything)),
                ] + known.map { ($0.misconception, ends($0.steps, everything)) }
            let found = trainable.map(\.element.values)
            let expected = ends(right, onlyWeights)
            for (i, (name, _)) in trainable.enumerated() {
                try expect(
                    found[i], closeTo: expected[i], "\(name) after three steps",
                    suspects.first { zip($0.1, found).allSatisfy(isClose) }?.0)
            }
        }

        private func isWeight(_ parameter: Parameter) -> Bool { parameter.rank > 1 }

        private func isScale(_ named: Named<Parameter>) -> Bool {
            norms.contains(ObjectIdentifier(named.element)) && named.name.hasSuffix("weight")
        }
    }
}
