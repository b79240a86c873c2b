import Testing
import TrainingCore

@testable import Labs

@Suite("Lab: imbalance")
struct ImbalanceLabTests {
    let lab: ImbalanceLab

    init() throws { lab = try ImbalanceLab(LabSetup(.quick, seedCount: 2)) }

    /// Trials by remedy: recalls of rare and common classes, and the share that is called rare.
    private func outcome(_ measured: [String: (rare: Double, common: Double, called: Double)]) -> [Trial] {
        Remedy.all.flatMap { remedy -> [Trial] in
            let numbers = measured[remedy.name] ?? (0.5, 0.9, 0.5)
            return [UInt64(1), 2].map { seed in
                let shift = 0.001 * Double(seed)
                let (rare, common) = (numbers.rare + shift, numbers.common + shift)
                return Trial(
                    setting: remedy.name, seed: seed, subject: "s", images: 1, seconds: 1,
                    outcome: Outcome([
                        ImbalanceLab.rareRecall: rare, ImbalanceLab.commonRecall: common,
                        ImbalanceLab.rareShare: numbers.called,
                        ImbalanceLab.skewedAccuracy: (rare + 10 * common) / 11,
                        Outcome.validationAccuracy: (rare + common) / 2,
                    ]))
            }
        }
    }

    @Test func accuracyHidesAndTwiceIsTooMuch() {
        let finding = lab.report(
            outcome([
                "nothing": (0.2, 0.9, 0.2), "sampler: balanced": (0.8, 0.84, 0.5), "both": (0.9, 0.3, 0.8),
                "nothing, with all images": (0.95, 0.95, 0.5),
            ])
        ).finding
        #expect(finding.contains("Half of the classes kept 4 to 5 images, the others have 38 to 43."))
        #expect(finding.contains("accuracy hides that."))
        #expect(
            finding.contains(
                "“sampler: balanced”: rare clearly better (+60.0 points), common clearly worse (−6.0 points)"))
        #expect(finding.contains("“sampler: balanced” was best of these"))
        #expect(finding.contains("corrected twice is too far"))
        #expect(finding.contains("no weight replaces images"))
    }

    @Test func accuracyHidesLittle() {
        let finding = lab.report(
            outcome([
                "nothing": (0.9, 0.92, 0.5), "both": (0.91, 0.91, 0.5), "nothing, with all images": (0.5, 0.9, 0.5),
            ])
        ).finding
        #expect(finding.contains("accuracy hides little"))
        #expect(finding.contains("but did not do so here"))
        #expect(!finding.contains("no weight replaces images"))
    }

    @Test func halfOfTheClassesKeepATenth() {
        let labels = (0..<100).map { $0 % 4 }
        let kept = ImbalanceLab.imbalanced(labels)
        #expect([0, 1, 2, 3].map { label in kept.count { labels[$0] == label } } == [3, 25, 3, 25])
        #expect(Set(kept).count == kept.count)
    }

    @Test func measuresFollowFromTheMatrix() {
        // Class 0 is rare: 1 of 4 right; class 1: 3 of 4.
        let matrix = ConfusionMatrix(
            labels: [0, 0, 0, 0, 1, 1, 1, 1], predictions: [0, 1, 1, 1, 1, 1, 1, 0], classes: 2)
        let measures = ImbalanceLab.measures(of: matrix, trainingCounts: [1, 9])
        #expect(measures[ImbalanceLab.rareRecall] == 0.25)
        #expect(measures[ImbalanceLab.commonRecall] == 0.75)
        #expect(measures[ImbalanceLab.rareShare] == 0.25)
        #expect(abs(measures[ImbalanceLab.skewedAccuracy]! - 0.7) < 1e-12)
    }
}
