import Files
import Foundation

extension KnownDataset {
    /// Electroluminescence pictures of solar cells, defective or not.
    public static let solarCells = KnownDataset(
        name: "solar-cells", title: "solar cells in their own light, grey, 300×300", imageCount: 2624, classCount: 2,
        licence: "CC BY-NC-SA 4.0",
        terms:
            "Creative Commons Attribution, NonCommercial, ShareAlike 4.0: not for commercial use; name the authors of "
            + "the ELPV dataset, and share what you make of it alike.",
        source: "Deitsch and others, “Segmentation of photovoltaic module cells in uncalibrated electroluminescence "
            + "images”, 2021; the Python package elpv-dataset.",
        notes: "Experts gave each cell a probability of being defective: 0, 1/3, 2/3 or 1. Here more than a half is "
            + "“defective”, the rest “functional”. Three fifths of each class are to train on, a fifth to validate, a "
            + "fifth to test, dealt by a fixed seed. The cells were cut out of 44 modules, and the package does not "
            + "say which, so cells of one module are in all parts.",
        downloads: [
            Download(
                "elpv_dataset-1.0.0.post1-py3-none-any.whl", megabytes: 91,
                from: .python("elpv-dataset", version: "1.0.0.post1"),
                checksum: .sha256("85e31c1126ee9b48e62d3a0232c58f58b2d189b0814a45c13642fa0415af4a4c"))
        ],
        prepare: { files, folder, tools in
            try tools.unpackingPythonPackage(files[0], in: folder) { unpacked in
                for name in ["images", "labels.csv"] {
                    let source = "\(unpacked)/elpv_dataset/data/\(name)"
                    guard rename(source, joined(folder, name)) == 0 else {
                        throw FileError(files[0], expected: "elpv_dataset/data/\(name) in it", found: "no such thing")
                    }
                }
            }
        },
        read: { folder in
            let parts = try stratifiedSplit(try solarCells(in: folder), fractions: [0.6, 0.2, 0.2], seed: 0)
            return DatasetSplit(train: parts[0], validation: parts[1], test: parts[2])
        })

    /// The cells that `labels.csv` lists: `images/cell0001.png  1.0  mono`.
    private static func solarCells(in folder: String) throws -> LabeledFiles {
        let cells = try readList(joined(folder, "labels.csv")) { words -> ImageFolder.Sample? in
            guard words.count == 3, let probability = Double(words[1]), (0...1).contains(probability) else {
                return nil
            }
            return ImageFolder.Sample(path: joined(folder, words[0]), label: probability > 0.5 ? 0 : 1)
        }
        return LabeledFiles(classes: ["defective", "functional"], samples: cells)
    }
}
