import Files
import Foundation
import Images
import Testing

@testable import Charts

@Suite struct WritingTests {
    private let charts: [any Chart] = [
        LineChart(panels: [.init(title: "Loss", yLabel: "loss", series: [.init("training", perEpoch: [2, 1])])]),
        ConfusionMatrixChart(counts: [[3, 1], [0, 2]], classNames: ["cat", "dog"]),
        PredictionGrid(tiles: [
            .init(image: .plain(.vermillion, width: 8, height: 8), predicted: "cat", actual: "dog")
        ]),
        DotChart(rows: ["Adam", "SGD"], panels: [.init(title: "Loss", xLabel: "loss", values: [[1, 2], [3]])]),
        Gallery(
            title: "Flips",
            rows: [.init(name: "flip", tiles: [.init(image: .plain(.blue, width: 8, height: 8), caption: "left")])]),
    ]

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("charts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test func theFileHoldsThePicture() throws {
        try withFolder { folder in
            for (index, chart) in charts.enumerated() {
                let path = folder.appendingPathComponent("made/when/needed/\(index).png").path
                try chart.write(to: path)
                #expect(try Image(contentsOfFile: path) == chart.render())
            }
        }
    }

    @Test func twoRunsDrawTheSamePicture() {
        for chart in charts { #expect(chart.render() == chart.render()) }
    }

    @Test func aPlaceThatCannotBeWrittenToIsAnErrorAndLeavesNothingBehind() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("file")
            try Data("in the way".utf8).write(to: file)
            for chart in charts {
                let path = file.appendingPathComponent("chart.png").path
                let error = #expect(throws: FileError.self) { try chart.write(to: path) }
                #expect(error?.file == path)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
            #expect(try Data(contentsOf: file) == Data("in the way".utf8))
        }
    }

    @Test func aFolderInThePlaceOfTheFileIsAnErrorAndStays() throws {
        try withFolder { folder in
            let place = folder.appendingPathComponent("chart.png")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            #expect(throws: FileError.self) { try charts[0].write(to: place.path) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["chart.png"])
        }
    }
}
