import Files
import Foundation
import Images

extension KnownDataset {
    /// Photographs on white in nine classes, out of the stamps of a drawing program for children.
    public static let stamps = KnownDataset(
        name: "stamps", title: "photographs on white", imageCount: Stamps.count, classCount: 9,
        licence: "GPL 2",
        terms:
            "The package is under the GNU General Public License 2; the photographs in it come from many people. They "
            + "are fetched for you and not part of the workbook.",
        source: "The stamps of Tux Paint, Debian package tuxpaint-stamps-default.",
        notes: """
            The classes follow the package's folders; those were taken that hold at least 18 photographs: \
            \(Stamps.summary). Left out are drawings, as far as the package tells: those in SVG, and all that is named \
            \(Stamps.leftOut.sorted().joined(separator: ", ")); and mirrored copies. Transparent pixels became white. \
            Three fifths of each class are to train on, a fifth to validate, a fifth to test, dealt by a fixed seed.
            """,
        downloads: [
            Download("tuxpaint-stamps-default.deb", megabytes: 161, from: .debian("tuxpaint-stamps-default"))
        ],
        prepare: { files, folder, tools in
            try tools.unpackingDebianPackage(files[0], in: folder) { unpacked in
                try Stamps.write(from: "\(unpacked)/usr/share/tuxpaint/stamps", to: folder)
            }
        },
        read: { folder in
            let train = try ImageFolder(joined(folder, "train"))
            return DatasetSplit(
                train: train, validation: try ImageFolder(joined(folder, "val"), classes: train.classes),
                test: try ImageFolder(joined(folder, "test"), classes: train.classes))
        })
}

/// Which of the stamps are taken, and what is made of them.
enum Stamps {
    /// The folders of each class. A folder inside another's is no longer part of that one.
    static let folders: KeyValuePairs = [
        "birds": ["animals/birds"],
        "coins": ["symbols/money/canadian", "symbols/money/euro", "symbols/money/japanese", "symbols/money/us"],
        "flowers": ["plants/flowers"],
        "fruit": ["food/fruit"],
        "household": ["household"],
        "mammals": ["animals/mammals", "animals/marsupials"],
        "vegetables": ["food/vegetables"],
        "vehicles": ["vehicles", "military/vehicles"],
        "water-animals": ["animals/fish", "animals/shellfish", "animals/mammals/aquatic"],
    ]
    /// Folders of drawings and of things made to look like others, and two drawings among the photographs.
    static let leftOut: Set = ["cartoon", "toys", "plastic", "hedgehog.png", "sedan_police.png"]
    /// How many there are in Debian 12.
    static let count = 259

    /// `birds (animals/birds), …`
    static var summary: String {
        folders.map { "\($0.key) (\($0.value.joined(separator: ", ")))" }.joined(separator: ", ")
    }

    /// Writes the photographs below `source` as `train/birds/animals-birds-duck.png` and so on.
    static func write(from source: String, to folder: String) throws {
        let found = try photographs(in: source)
        let all = LabeledFiles(
            classes: folders.map(\.key),
            samples: found.map { ImageFolder.Sample(path: joined(source, $0.path), label: $0.label) })
        let parts = try stratifiedSplit(all, fractions: [0.6, 0.2, 0.2], seed: 0)
        for (name, part) in zip(["train", "val", "test"], parts) {
            for index in part.indices {
                let place = "\(folder)/\(name)/\(all.classes[found[index].label])"
                let file = found[index].path.replacingOccurrences(of: "/", with: "-")
                try all.image(at: index).writePNG(to: "\(place)/\(file)")
            }
        }
    }

    /// The paths of the photographs, relative to `source` and sorted, each with its class.
    private static func photographs(in source: String) throws -> [(path: String, label: Int)] {
        guard let files = FileManager.default.enumerator(atPath: source)?.allObjects as? [String], !files.isEmpty else {
            throw FileError(source, expected: "the folders of stamps", found: "nothing")
        }
        return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { path in
            guard path.hasSuffix(".png"), !path.hasSuffix("_mirror.png"),
                leftOut.isDisjoint(with: path.split(separator: "/").map(String.init))
            else { return nil }
            return label(of: path).map { (path, $0) }
        }
    }

    /// The class with the longest folder that `path` lies in.
    private static func label(of path: String) -> Int? {
        let matches = folders.enumerated().flatMap { label, entry in
            entry.value.filter { path.hasPrefix($0 + "/") }.map { (length: $0.count, label: label) }
        }
        return matches.max { $0.length < $1.length }?.label
    }
}
