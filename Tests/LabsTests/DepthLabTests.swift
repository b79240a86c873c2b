import Testing
import TrainingCore

@testable import Labs

@Suite("Lab: how many layers to unfreeze")
struct DepthLabTests {
    // MARK: - Which layers learn

    @Test func layersAreCountedFromTheEnd() {
        let depths: [Depth] = [.share(1), .share(2), .share(4), .share(6), .last(2), .last(1), .last(0)]
        #expect(depths.map { $0.layers(of: 50) } == [50, 25, 13, 8, 2, 1, 0])
        #expect(depths.map { $0.layers(of: 21) } == [21, 11, 5, 4, 2, 1, 0])
        #expect(Depth.share(6).layers(of: 2) == 1, "a share is one layer at least")
        #expect(Set(depths.map(\.name)).count == depths.count)
    }

    @Test func convolutionsAndLinearLayersCountAndNormsDoNot() {
        #expect(ResNet.small().countedLayers.count == 21)
        #expect(EfficientNetLite().countedLayers.count == 50)
    }

    /// The fourth layer from the end is the convolution in the shortcut of `layer4.0`; its norm learns with it.
    @Test func allFromTheBoundaryOnLearnsAndNothingBefore() {
        let model = ResNet.small()
        model.learnOnly(last: 4)
        for (name, parameter) in model.namedParameters {
            let learns = ["layer4.0.downsample.", "layer4.1.", "fc."].contains { name.hasPrefix($0) }
            #expect(parameter.requiresGrad == learns, "\(name)")
        }
        for case (let name, let norm as BatchNorm) in model.namedModules {
            #expect(norm.statisticsAreFrozen != norm.weight.requiresGrad, "\(name)")
        }
    }

    @Test func everythingAndNothing() {
        let model = ResNet.small()
        model.learnOnly(last: 21)
        #expect(model.trainableParameters.count == model.parameters.count)
        model.learnOnly(last: 0)
        #expect(model.isFrozen)
    }

    // MARK: - Trials

    @Test func theMistakeTrainsNothingAndTheHonestHeadLearns() throws {
        let lab = try DepthLab(LabSetup(.tiny))
        let none = try lab.trainNothing(1)
        let bug = try lab.trainWithBug(1) { _ in }
        let head = try lab.train(.init(depth: .last(1), rate: 1e-3), 1) { _ in }
        let name = Outcome.validationAccuracy
        #expect(bug.curves[name] == none.curves[name])
        #expect(Set(bug.curves[Outcome.validationLoss] ?? []).count == 1)
        #expect(Set(head.curves[Outcome.validationLoss] ?? []).count > 1)
    }

    /// Going on from rung to rung is the same training as one that is not interrupted.
    @Test func halvingGoesOnFromWhereItWas() throws {
        let lab = try DepthLab(LabSetup(.tiny))
        let found = try lab.searchByHalving(1)
        let order = try #require(found.curves[DepthLab.eliminated])
        #expect(order.sorted() == [0, 1, 2])
        #expect(order.last == found.numbers[DepthLab.chosen])
        let winner = lab.candidates[Int(try #require(order.last))]
        let whole = try lab.train(winner, 1) { _ in }
        #expect(found.numbers[Outcome.validationAccuracy] == whole.numbers[Outcome.validationAccuracy])
    }

    @Test func theGridTakesTheBestOnValidationAndOfEqualsTheShallowest() throws {
        let lab = try DepthLab(LabSetup(.tiny))
        #expect(lab.candidates.map(\.depth) == [.last(1), .share(2), .share(1)])
        let trials = made(by: lab, seeds: 1) { depth, _, _ in depth == .share(1) || depth == .share(2) ? 0.9 : 0.8 }
        let found = try lab.searchGrid(trials, 1) { _ in }
        #expect(found.numbers[DepthLab.chosen] == 1)
        #expect(found.numbers[Outcome.validationAccuracy] == 0.9)
    }

    // MARK: - What is said about it

    @Test func aPartialDepthThatBeatsBothEndsAtAnyRate() throws {
        let lab = try DepthLab(LabSetup(.quick))
        let trials = made(by: lab, bug: [0.11, 0.09]) { depth, _, _ in
            depth == .share(4) ? 0.9 : depth == .share(1) ? 0.6 : 0.7
        }
        let finding = lab.finding(trials)
        #expect(finding.contains("the best of the depths in between is “a quarter”"))
        #expect(finding.contains("clearly better than “all” (+30.0 points), which has 60.0 %"))
        #expect(finding.contains("clearly better than “last one” (+20.0 points), which has 70.0 %"))
        #expect(finding.contains("So a partial depth beat both ends, as in the source"))
        #expect(finding.contains("a partial depth is better here even when all layers have the best of these rates"))
        #expect(finding.contains("So statistics that follow are no clear disadvantage there"))
        #expect(finding.contains("to the digit what the untrained head has"))
    }

    @Test func allLayersThatOnlyNeedAnotherRate() throws {
        let lab = try DepthLab(LabSetup(.quick))
        let trials = made(by: lab, bug: [0.5, 0.5], still: 0.95) { depth, rate, _ in
            depth == .share(1) ? (rate == 1e-3 ? 0.92 : 0.4) : rate == 1e-3 ? 0.9 : 0.7
        }
        let finding = lab.finding(trials)
        #expect(finding.contains("clearly worse than “all” (−2.0 points)"))
        #expect(finding.contains("So no partial depth beat both ends, other than in the source"))
        #expect(finding.contains("stands at −2.0 points at 0.001 and +30.0 points at 0.01"))
        #expect(finding.contains("“all” reaches 92.0 % (at 0.001)"))
        #expect(finding.contains("So what all layers lack at 0.01 is the rate's doing, not the depth's"))
        #expect(finding.contains("less that on the validation images, is +5.0 points"))
        #expect(
            finding.contains(
                "the network has 95.0 %, clearly better than “all” (+3.0 points). So part of what all layers lack"))
        #expect(finding.contains("other than the 10.0 % of the untrained head, so something moved"))
    }

    @Test func theRateExplainsMostButNotAll() throws {
        let lab = try DepthLab(LabSetup(.quick))
        let finding = lab.finding(
            made(by: lab) { depth, rate, _ in depth == .share(1) ? (rate == 1e-3 ? 0.8 : 0.4) : 0.85 })
        #expect(finding.contains("So the rate explains most of what all layers lack at 0.01, but not all of it"))
        #expect(finding.contains("The best rate of “all” is the lowest one tried"))
        let other = lab.finding(
            made(by: lab) { depth, rate, _ in depth == .share(1) ? (rate == 1e-3 ? 0.4 : 0.8) : 0.85 })
        #expect(!other.contains("the lowest one tried"))
    }

    @Test func seedsThatDisagreeShowNothing() throws {
        let lab = try DepthLab(LabSetup(.quick))
        let finding = lab.finding(
            made(by: lab) { depth, _, seed in depth == .share(2) ? (seed == 1 ? 0.9 : 0.7) : 0.79 })
        #expect(finding.contains("“half”: after 4 epochs it has 80.0 % of the validation images right"))
        #expect(finding.contains("not clearly different from “all” (+1.0 points)"))
        #expect(finding.contains("could not be shown here that a partial depth beats both ends"))
        #expect(finding.contains("At no rate were all layers clearly behind"))
    }

    @Test func whatTheSearchesChoseAndSpent() throws {
        let lab = try DepthLab(LabSetup(.quick))
        let trials =
            made(by: lab) { _, _, _ in 0.8 }
            + search(DepthLab.grid, chose: [8, 8], tests: [0.8, 0.82])
            + search(DepthLab.halvingSearch, chose: [8, 11], tests: [0.7, 0.72])
        let finding = lab.finding(trials)
        #expect(finding.contains("all 12 settings to the end took 48 epochs with each seed"))
        #expect(finding.contains("chose “half at 0.001” (2 of 2 seeds); what it chose has 81.0 % of the test images"))
        #expect(finding.contains("took 22 epochs and 8.3 % of the processor time"))
        #expect(finding.contains("“half at 0.001” (1 of 2 seeds) and “all at 0.01” (1 of 2 seeds)"))
        #expect(finding.contains("clearly worse than what the first search chose (−10.0 points)"))
        #expect(finding.contains("Both chose the same with 1 of 2 seeds"))

        let table = lab.report(trials).table
        #expect(table.columns[2...3] == ["at 0.001", "at 0.01"])
        #expect(
            table.rows.first { $0[0] == "half" } == ["half", "11", "80.0 %", "80.0 %", "+5.0", "4", "1.0", ""])
        #expect(table.rows.first { $0[0] == DepthLab.none } == ["none", "0", "10.0 %", "", "", "0", "1.0", ""])
        #expect(
            table.rows.first { $0[0] == DepthLab.grid } == [DepthLab.grid, "", "", "", "", "48", "12.0", "81.0 %"])
    }

    // MARK: - Trials that nobody ran

    private func made(
        by lab: DepthLab, seeds: Int = 2, bug: [Double] = [0.11, 0.09], still: Double = 0.5,
        accuracy: (_ depth: Depth, _ rate: Double, _ seed: Int) -> Double
    ) -> [Trial] {
        (1...seeds).flatMap { seed in
            lab.candidates.map { candidate in
                let accuracy = accuracy(candidate.depth, candidate.rate, seed)
                return trial(
                    candidate.name, seed,
                    [Outcome.validationAccuracy: accuracy, Outcome.trainingAccuracy: accuracy + 0.05])
            } + [
                trial(DepthLab.still, seed, [Outcome.validationAccuracy: still]),
                trial(DepthLab.none, seed, [Outcome.validationAccuracy: [0.11, 0.09][seed - 1]]),
                trial(DepthLab.bug, seed, [Outcome.validationAccuracy: bug[seed - 1]]),
            ]
        }
    }

    private func search(_ name: String, chose: [Int], tests: [Double]) -> [Trial] {
        zip(chose, tests).enumerated().map { index, found in
            trial(name, index + 1, [DepthLab.chosen: Double(found.0), DepthLab.testAccuracy: found.1])
        }
    }

    private func trial(_ setting: String, _ seed: Int, _ numbers: [String: Double]) -> Trial {
        Trial(
            setting: setting, seed: UInt64(seed), subject: "s", images: 1, seconds: 9,
            outcome: Outcome(numbers.merging([DepthLab.processorTime: 1]) { $1 }))
    }
}
