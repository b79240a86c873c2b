import Foundation
import TrainingCore

/// The pictures of one run of a grader: a folder for each check that failed over a picture, named by the check's place
/// among all checks (from 1), with `expected.png`, `yours.png` and `difference.png`.
///
/// The process that runs the learner's code writes them into its scratch folder. The parent saves them from there; it
/// takes nothing but these files.
struct PictureFolder {
    /// The three files, in the order in which one looks at them.
    static let files = ["expected.png", "yours.png", "difference.png"]

    /// A file may have 16 MB; that many pixels fit even where nothing can be compressed.
    private static let mostPixels = 4 << 20

    let path: String

    /// Writes the pictures of the check with the given number. What cannot be written is left out: the verdict says in
    /// words what the pictures would show.
    func write(_ comparison: PictureComparison, check: Int) {
        let pictures = [comparison.expected, comparison.found, comparison.difference]
        for (file, picture) in zip(Self.files, pictures) {
            try? picture.thinned(to: Self.mostPixels).writePNG(to: "\(path)/\(check)/\(file)")
        }
    }

    /// Copies the pictures that belong to `verdict` into the folder `target`, whose earlier contents go away, and names
    /// their new place in the verdict's checks.
    func copy(to target: String, _ verdict: inout Verdict) {
        try? FileManager.default.removeItem(atPath: target)
        for index in verdict.checks.indices where !verdict.checks[index].passed {
            let (old, new) = ("\(path)/\(index + 1)", "\(target)/\(index + 1)")
            let pictures = Self.files.filter { Self.isRegularFile("\(old)/\($0)") }
            guard pictures == Self.files else { continue }
            do {
                try FileManager.default.createDirectory(atPath: new, withIntermediateDirectories: true)
                for file in pictures {
                    try FileManager.default.copyItem(atPath: "\(old)/\(file)", toPath: "\(new)/\(file)")
                }
                verdict.checks[index].pictures = new
            } catch {
                continue  // The verdict stands without its pictures.
            }
        }
    }

    /// A learner's program could have left a link there that leads elsewhere.
    private static func isRegularFile(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }
}

extension Image {
    /// The picture itself, or every second, third, … column and row of one that has more pixels than `most`.
    fileprivate func thinned(to most: Int) -> Image {
        var step = 1
        while ((width - 1) / step + 1) * ((height - 1) / step + 1) > most { step += 1 }
        guard step > 1 else { return self }
        let (columns, rows) = ((width - 1) / step + 1, (height - 1) / step + 1)
        var thin = [UInt8]()
        thin.reserveCapacity(columns * rows * 3)
        for row in 0..<rows {
            for column in 0..<columns {
                let start = 3 * (row * step * width + column * step)
                thin.append(contentsOf: pixels[start..<start + 3])
            }
        }
        return Image(width: columns, height: rows, pixels: thin)
    }
}
