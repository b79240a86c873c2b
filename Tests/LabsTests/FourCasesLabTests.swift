import Testing
import TrainingCore

@testable import Labs

@Suite("The lab of four cases")
struct FourCasesLabTests {
    let lab: FourCasesLab

    init() throws { lab = try FourCasesLab(LabSetup(.quick)) }

    /// `accuracies` of a case and a strategy, at both rates; at the higher rate everything is worse.
    private func report(_ accuracies: (TaskCase, Strategy) -> [Double]) -> LabReport {
        lab.report(
            lab.cases.flatMap { work in
                Strategy.allCases.flatMap { strategy in
                    trials(FourCasesLab.setting(work, strategy, lab.rates[0]), accuracies(work, strategy))
                        + trials(FourCasesLab.setting(work, strategy, lab.rates[1]), [0.01, 0.01])
                }
            })
    }

    @Test func theTableHolds() {
        let report = report { $1 == $0.recommended ? [0.9, 0.91] : $1 == .scratch ? [0.3, 0.3] : [0.7, 0.71] }
        #expect(report.finding.hasPrefix("The table held in all 4 cases, as far as the seeds tell."))
        #expect(
            report.finding.contains(
                "the table says training the head only, which brought 90.5 %, the most and clearly more than"))
        #expect(report.finding.contains("From scratch was clearly behind every pretrained strategy in every case."))
        #expect(report.finding.contains("What is called more is not many: 200 for “more similar”"))
        #expect(report.table.rows.count == 16)
        #expect(report.table.rows.filter { $0[2] == "yes" }.allSatisfy { $0[4] == "90.5 %" })
        #expect(report.table.rows.allSatisfy { $0[0].hasSuffix("0.002") }, "the better rate was to be chosen")
    }

    @Test func theTableFails() {
        let report = report { $1 == .scratch ? [0.9, 0.91] : $1 == $0.recommended ? [0.5, 0.52] : [0.4, 0.6] }
        #expect(report.finding.hasPrefix("The table held in none of the 4 cases."))
        #expect(report.finding.contains("training from scratch brought 90.5 %, clearly more."))
        #expect(
            report.finding.contains("In no case was training from scratch clearly behind every pretrained strategy."))
    }

    @Test func whatTheSeedsCannotTellIsNotHeldAgainstTheTable() {
        let report = report { $1 == $0.recommended ? [0.8, 0.7] : $1 == .everything ? [0.7, 0.82] : [0.5, 0.5] }
        #expect(report.finding.contains("“few similar”"))
        #expect(report.finding.contains("opening everything at low rates brought 76.0 %, not clearly more."))
        #expect(report.finding.hasPrefix("The table held in all 4 cases"))
    }

    @Test func whatLearns() throws {
        func open(_ strategy: Strategy, _ model: Module) -> [String] {
            _ = strategy.prepare(model, rate: 0.01)
            return model.layerGroups.filter { !$0.isFrozen }.map(\.name)
        }
        let resnet = ResNet.small()
        #expect(open(.head, resnet) == ["fc"])
        #expect(open(.lastBlocks, resnet) == ["layer4", "fc"])
        #expect(open(.everything, resnet).count == 6)
        let lite = EfficientNetLite(classes: 10)
        #expect(open(.lastBlocks, lite) == (12...15).map { "_blocks.\($0)" } + ["_fc"])
        #expect(open(.scratch, lite).count == lite.layerGroups.count)
    }

    @Test(arguments: [Strategy.head, .lastBlocks, .everything])
    func theHeadLearnsTenTimesFaster(strategy: Strategy) {
        let rates = strategy.prepare(ResNet.small(), rate: 0.5).rates(count: 6)
        #expect(rates[5] == 0.5)
        #expect(rates.dropLast().allSatisfy { abs($0 - 0.05) < 1e-6 })
    }

    @Test func fromScratchAllLearnAtOneRate() {
        let rates = Strategy.scratch.prepare(ResNet.small(), rate: 0.5).rates(count: 6)
        #expect(rates.allSatisfy { abs($0 - 0.1) < 1e-6 })
    }

    @Test(arguments: Strategy.allCases)
    func onlyFromScratchDoStatisticsFollow(strategy: Strategy) {
        let model = EfficientNetLite(classes: 2)
        _ = strategy.prepare(model, rate: 0.01)
        let norms = model.namedModules.compactMap { $0.element as? BatchNorm }
        #expect(!norms.isEmpty)
        #expect(norms.allSatisfy { $0.statisticsAreFrozen == (strategy != .scratch) && $0.momentum == 0.1 })
    }

    /// The small ResNet was trained on the images that the package calls training and validation images.
    @Test func itKnowsNoneOfTheClothes() throws {
        let similar = lab.cases.filter(\.isSimilar)
        let unseen = Set(try FashionMNIST.folder(.test).samples.map(\.path))
        for data in similar.map(\.subject.data) {
            for part in [data.train, data.validation] {
                #expect(part.count > 0)
                #expect((0..<part.count).allSatisfy { unseen.contains(part.name(at: $0)) })
            }
        }
        let few = similar.first(where: \.isSmall)!.subject.data
        #expect(few.train.countPerClass.allSatisfy { $0 >= 4 })
    }
}
