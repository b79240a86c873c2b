import Testing
import TrainingCore

@testable import Labs

@Suite("Lab: what fine-tuning forgets")
struct ForgettingLabTests {
    private typealias Part = ForgettingLab.Part

    @Test(
        arguments: [
            (Part.all, ["conv1", "bn1", "layer1", "layer2", "layer3", "layer4", "fc"]),
            (.half, ["layer3", "layer4", "fc"]), (.last, ["layer4", "fc"]), (.head, ["fc"]),
        ], [StatisticsPolicy.stay, .follow])
    fileprivate func whatLearnsAndWhoseStatisticsFollow(
        _ learning: (part: ForgettingLab.Part, blocks: [String]), statistics: StatisticsPolicy
    ) {
        let model = ResNet.small()
        ForgettingLab.Setting(depth: learning.part, rate: 1e-3, statistics: statistics).apply(to: model)
        for (name, parameter) in model.namedParameters {
            let block = String(name.prefix { $0 != "." })
            #expect(parameter.requiresGrad == learning.blocks.contains(block), "\(name)")
        }
        for case (let name, let norm as BatchNorm) in model.namedModules {
            #expect(norm.statisticsAreFrozen == (statistics == .stay), "\(name)")
        }
    }

    @Test func theHeadAloneForgetsNothingUnlessStatisticsFollow() throws {
        let lab = try ForgettingLab(LabSetup(.tiny))
        let before = try lab.measureBefore(1).numbers[ForgettingLab.oldHead]
        #expect(try #require(before) > 0.6)
        let still = try lab.learnDigits(.init(depth: .head, rate: 1e-2, statistics: .stay), 1) { _ in }
        #expect(still.numbers[ForgettingLab.oldHead] == before)
        let wild = try lab.learnDigits(.init(depth: .all, rate: 0.3, statistics: .follow), 1) { _ in }
        #expect(try #require(wild.numbers[ForgettingLab.oldHead]) < 0.5)
    }

    @Test func smallStepsAndFrozenLayersForgetLess() throws {
        let lab = try ForgettingLab(LabSetup(.quick))
        let finding = lab.finding(
            made(by: lab) { setting in
                let isHigh = setting.rate == 1e-2
                let lost = setting.statistics == .follow ? 0.1 : 0
                switch setting.depth {
                case .all: return isHigh ? (0.95, 0.4 - lost, 0.8) : (0.6, 0.85 - lost, 0.9)
                case .half: return isHigh ? (0.94, 0.7 - lost, 0.85) : (0.5, 0.88 - lost, 0.9)
                case .last: return isHigh ? (0.8, 0.8 - lost, 0.9) : (0.4, 0.9 - lost, 0.9)
                case .head: return (0.5, 0.9 - lost, 0.9)
                }
            })
        #expect(
            finding.contains(
                "60.0 % of the digits and 85.0 % of the clothes at 0.0001; 95.0 % of the digits and 40.0 %"))
        #expect(finding.contains("clearly gains digits (+35.0 points) and clearly loses clothes (−45.0 points)"))
        #expect(finding.contains("That small steps forget less holds here"))
        #expect(
            finding.contains("“layer3 on” 94.0 % and 70.0 %, “layer4 on” 80.0 % and 80.0 %, “head” 50.0 % and 90.0 %"))
        #expect(finding.contains("that freezing the first layers forgets less holds here"))
        #expect(finding.contains("The head alone leaves the clothes exactly as they were"))
        #expect(finding.contains("the old head falls to 80.0 % of the clothes, though no weight before it has moved"))
        #expect(finding.contains("brings the clothes from 40.0 % back to 80.0 %, 80 % of the way to the 90.0 %"))
        #expect(finding.contains("The 10.0 points that are missing the features have lost"))
        #expect(finding.contains("“layer3 on, statistics stay, 0.01” keeps most: 70.0 % of the clothes"))
    }

    @Test func nothingIsForgotten() throws {
        let lab = try ForgettingLab(LabSetup(.quick))
        let finding = lab.finding(
            made(by: lab) { setting in (setting.depth == .all && setting.rate == 1e-2 ? 0.95 : 0.7, 0.9, 0.9) })
        #expect(
            finding.contains("clearly gains digits (+25.0 points) and does not clearly change clothes (+0.0 points)"))
        #expect(finding.contains("That small steps forget less could not be seen here"))
        #expect(finding.contains("freezing the first layers forgets less could not be seen here"))
        #expect(finding.contains("the old head has 90.0 % of the clothes, not clearly different from before"))
        #expect(finding.contains("does not clearly change the clothes (90.0 % before, 90.0 % after)"))
        #expect(finding.contains("a body that never learned digits is not clear (+0.0 points)"))
        #expect(finding.contains("no other within two points of it keeps more"))
    }

    @Test func aRowForEachSetting() throws {
        let lab = try ForgettingLab(LabSetup(.quick))
        let table = lab.report(made(by: lab) { _ in (0.95, 0.5, 0.75) }).table
        #expect(table.rows.count == 17)
        #expect(table.rows[0] == ["before", "10.0 %", "90.0 %", ""])
        #expect(table.rows[1] == ["all, statistics stay, 0.0001", "95.0 %", "50.0 %", "75.0 %"])
    }

    /// Trials that nobody ran, the same with two seeds.
    private func made(
        by lab: ForgettingLab,
        _ result: (ForgettingLab.Setting) -> (digits: Double, clothes: Double, refitted: Double)
    ) -> [Trial] {
        [UInt64(1), 2].flatMap { seed in
            func trial(_ setting: String, _ numbers: [String: Double]) -> Trial {
                Trial(setting: setting, seed: seed, subject: "s", images: 1, seconds: 1, outcome: Outcome(numbers))
            }
            let before = trial(
                ForgettingLab.before, [Outcome.validationAccuracy: 0.1, ForgettingLab.oldHead: 0.9])
            return [before]
                + lab.settings.map { setting in
                    let found = result(setting)
                    return trial(
                        setting.name,
                        [
                            Outcome.validationAccuracy: found.digits, ForgettingLab.oldHead: found.clothes,
                            ForgettingLab.refitted: found.refitted,
                        ])
                }
        }
    }
}
