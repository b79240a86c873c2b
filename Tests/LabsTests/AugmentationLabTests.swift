import Testing
import TrainingCore

@testable import Labs

@Suite("Lab: augment")
struct AugmentationLabTests {
    let lab: AugmentationLab

    init() throws { lab = try AugmentationLab(LabSetup(.full, seedCount: 2)) }

    private func outcome(_ accuracies: [String: [Double]], learned: [String: Double] = [:]) -> [Trial] {
        lab.settings.flatMap { setting in
            trials(
                setting.name, accuracies[setting.name] ?? [0.8, 0.81],
                numbers: [Outcome.trainingAccuracy: learned[setting.name] ?? 1])
        }
    }

    @Test func whatChangesTheMeaningHurts() throws {
        let low = [0.6, 0.63]
        let changing = ["flip", "rotation, 180°", "resized crop, 8 % or more"]
        var accuracies = Dictionary(uniqueKeysWithValues: changing.map { ($0, low) })
        accuracies["rotation, 15°"] = [0.9, 0.92]
        accuracies["everything, at its strongest"] = [0.3, 0.32]
        let report = try lab.report(outcome(accuracies, learned: ["everything, at its strongest": 0.4]))
        #expect(report.finding.contains("Clear gains: “rotation, 15°” (+10.5 points)."))
        #expect(report.finding.contains("all did, clearly."))
        #expect(report.finding.contains("Everything at its strongest: clearly worse (−49.5 points) against none."))
        #expect(report.finding.contains("only 40.0 % were right in the last of 40 epochs"))
        #expect(report.table.row("flip")?[1...3] == ["no", "61.5 %", "−19.0"])
        #expect(report.table.row("none")?[3] == "")
    }

    @Test func whatChangesTheMeaningHelps() throws {
        let report = try lab.report(
            outcome(
                ["flip": [0.9, 0.93], "all that keep the meaning": [0.95, 0.97]],
                learned: ["all that keep the meaning": 0.7]))
        #expect(report.finding.contains("none did so clearly, and “flip” (+11.0 points) clearly helped."))
        #expect(report.finding.contains("clearly better (+15.5 points) against none"))
        #expect(!report.finding.contains("Clear losses"))
        #expect(!report.finding.contains("too hard"), "mixed images need not be right to teach")
    }

    /// Digits have no colour, and all settings differ.
    @Test func settingsAreWhatTheirNamesSay() {
        #expect(Set(lab.settings.map(\.name)).count == lab.settings.count)
        #expect(lab.settings.filter { !$0.keepsMeaning }.map(\.name).contains("flip"))
        for setting in lab.settings.dropFirst() {
            let changes = setting.pixels.count + setting.numbers.count + (setting.mixupAlpha == nil ? 0 : 1)
            #expect(changes > 0, "\(setting.name)")
        }
        #expect(lab.subject.data.train.countPerClass == [Int](repeating: 20, count: 10))
    }

    @Test func fewImagesAreOfAllWriters() throws {
        let few = try #require(lab.subject.data.train as? Subset)
        #expect(Set(few.indices).count == 200)
        // The file has one writer after the other.
        for part in 0..<4 { #expect(few.indices.count { $0 * 4 / 1197 == part } > 40) }
    }

    @Test func theGalleryShowsEachStrengthAnew() throws {
        for row in try lab.gallery().rows {
            #expect(row.tiles.count > 1)
            for (index, tile) in row.tiles.enumerated() {
                #expect(!row.tiles[..<index].contains { $0.image == tile.image }, "\(row.name), \(tile.caption)")
            }
        }
    }
}
