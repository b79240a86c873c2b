import Testing
import TrainingCore

@testable import Labs

@Suite("Lab: heads")
struct HeadLabTests {
    let lab: HeadLab

    init() throws { lab = try HeadLab(LabSetup(.quick, seedCount: 2)) }

    /// Trials of all heads: the given accuracies at the first rate, less at the second.
    private func outcome(_ accuracies: [String: [Double]], effectOfRate: Double = 0.2) -> [Trial] {
        HeadSetting.all.flatMap { setting -> [Trial] in
            let values = accuracies[setting.name] ?? [0.8, 0.81]
            let numbers = [
                HeadLab.parameters: setting.name == "linear" ? 1000.0 : 50_000, HeadLab.secondsPerEpoch: 0.25,
            ]
            return trials(HeadLab.name(of: setting, at: lab.rates[0]), values, numbers: numbers)
                + trials(
                    HeadLab.name(of: setting, at: lab.rates[1]), values.map { $0 - effectOfRate }, numbers: numbers)
        }
    }

    @Test func aRicherHeadPays() throws {
        let report = lab.report(outcome(["two layers, batch norm": [0.9, 0.92], "dropout, linear": [0.7, 0.71]]))
        #expect(report.finding.contains("“two layers, batch norm” with 91.0 %, clearly better (+10.5 points)"))
        #expect(report.finding.contains("50 times as many parameters"))
        #expect(report.finding.contains("Here a richer head paid."))
        #expect(report.finding.contains("Clearly worse: “dropout, linear”."))
        #expect(report.finding.contains("more than the choice of the head"), "the rates lie 20 points apart")
        #expect(
            report.table.row("two layers, batch norm")
                == ["two layers, batch norm", "50,000", "0.001", "91.0 %", "0.0 %", "1.000", "1.0", "250"])
    }

    @Test func aRicherHeadDoesNotPay() throws {
        let report = lab.report(
            outcome(["linear": [0.85, 0.87], "linear, last block too": [0.95, 0.96]], effectOfRate: 0.01))
        #expect(report.finding.contains("the rate made 1.0 points."))
        #expect(report.finding.contains("here a richer head did not pay"))
        #expect(!report.finding.contains("Here a richer head paid"))
        #expect(
            report.finding.contains(
                "below the linear head: clearly better (+9.5 points), more than any richer head brought"))
        #expect(report.finding.contains("fastai's head beside the linear one: clearly worse (−15.0 points)"))
    }

    @Test(arguments: HeadSetting.all.map(\.name))
    func learnsOnlyWhatItSays(name: String) throws {
        let setting = try #require(HeadSetting.all.first { $0.name == name })
        let model = try lab.model(setting, seed: 1)
        let groups = model.layerGroups
        #expect(groups.map(\.name) == ["conv1", "layer1", "layer2", "layer3", "layer4", "head"])
        let learning = setting.unfreezesLastBlock ? ["layer4", "head"] : ["head"]
        #expect(groups.filter { !$0.isFrozen }.map(\.name) == learning)
        #expect(model.eval()(.zeros([1, 3, 32, 32])).shape == [1, 10])
    }

    /// EfficientNet-Lite's head begins behind its last activation.
    @Test func standsWhereThePoolingWas() throws {
        let model = try EfficientNetLite.imageNet()
        let images = Tensor((0..<3 * 32 * 32).map { Float($0 % 17) / 17 }, shape: [1, 3, 32, 32])
        let own = model(images)
        let fc = model.fc
        let cut = try model.withHead { _ in Sequential(AdaptiveAvgPool2d(), Flatten(), fc) }.eval()
        // The norm before the cut may be rounded otherwise where its activation is computed with it.
        for (found, expected) in zip(cut(images).values, own.values) { #expect(abs(found - expected) < 1e-4) }
    }
}
