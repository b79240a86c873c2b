import Files
import Foundation
import TrainingCore
import Wording

/// One page about a run, pictures and all, that needs no other file and no network.
struct RunReport {
    let configuration: RunConfiguration
    let data: DatasetSplit
    let records: [EpochRecord]
    let best: EpochRecord?
    let results: RunResults
    let seconds: Double?
    let folder: RunFolder

    /// Writes the page.
    ///
    /// - Throws: `FileError` when a picture cannot be read or the page cannot be written.
    func write(to path: String) throws { try writeAtomically(Array(try html.utf8), to: path) }

    private var html: String {
        get throws {
            let accuracy = percent(results.evaluation.accuracy)
            let measured = data.heldOutPart.rawValue
            var sections = [
                "<p class=\"big\"><strong>\(accuracy)</strong> of \(counted(results.evaluation.labels.count, "\(measured) image")) right</p>",
                table(facts.map { [escaped($0.0), escaped($0.1)] }, header: nil),
                try picture(.curves, "Loss and accuracy, epoch by epoch"),
                try picture(.confusionMatrix, "Which class was taken for which"),
                "<h2>Class by class</h2>",
                table(perClass, header: ["class", "to train on", "\(measured)", "found"]),
            ]
            if !results.confusedPairs.isEmpty {
                let pairs = results.confusedPairs.prefix(10).map {
                    [escaped($0.actual), escaped($0.predicted), "\($0.count)"]
                }
                sections += ["<h2>Most confused</h2>", table(Array(pairs), header: ["is", "was taken for", "times"])]
                sections.append(try picture(.mistakes, "The mistakes it was surest of"))
            }
            sections.append(try picture(.predictions, "Some predictions"))
            sections += [
                "<h2>Epochs</h2>",
                table(
                    records.map {
                        [
                            "\($0.epoch)\($0.epoch == best?.epoch ? " *" : "")", fixed($0.trainingLoss, 3),
                            percent($0.trainingAccuracy), fixed($0.validationLoss, 3), percent($0.validationAccuracy),
                        ]
                    }, header: ["epoch", "training loss", "accuracy", "validation loss", "accuracy"]),
                "<p>* the epoch whose weights are kept</p>",
            ]
            return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>\(accuracy) of \(configuration.classes.count) classes</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 46em; margin: 0 auto; padding: 1em; }
                h1 { font-size: 1.5em; } h2 { font-size: 1.2em; margin-top: 2em; }
                .big strong { font-size: 2em; }
                figure { margin: 2em 0; } figcaption { color: #555; }
                img { max-width: 100%; height: auto; }
                .wide { overflow-x: auto; }
                table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .2em .8em .2em 0; border-bottom: 1px solid #ddd; }
                .wide img { min-width: 34em; }
                </style>
                </head>
                <body>
                <h1>\(escaped(title))</h1>
                \(sections.joined(separator: "\n"))
                </body>
                </html>

                """
        }
    }

    private var title: String {
        "\(configuration.model) fine-tuned on \(URL(fileURLWithPath: configuration.data).lastPathComponent)"
    }

    private var facts: [(String, String)] {
        var facts = [
            (
                "photographs",
                "\(grouped(data.train.count)) to train on, \(grouped(data.validation.count)) to validate, "
                    + "\(grouped(data.test.count)) to test"
            ),
            ("classes", configuration.classes.joined(separator: ", ")),
            ("recipe", configuration.recipe.rawValue),
            ("images", "\(configuration.size) × \(configuration.size) pixels, batches of \(configuration.batchSize)"),
            ("seed", "\(configuration.seed)"),
        ]
        if let best {
            facts.append(("best epoch", "\(best.epoch), \(percent(best.validationAccuracy)) of the validation images"))
        }
        if let seconds { facts.append(("took", duration(seconds))) }
        return facts
    }

    private var perClass: [[String]] {
        let training = data.train.countPerClass, measured = results.images.countPerClass
        return configuration.classes.indices.map { label in
            [
                escaped(configuration.classes[label]), grouped(training[label]), grouped(measured[label]),
                results.recall[label].map(percent) ?? "",
            ]
        }
    }

    private func picture(_ picture: RunFolder.Picture, _ caption: String) throws -> String {
        let data = try readFile(folder.file(picture), expected: "a picture of the run")
        return
            "<figure><div class=\"wide\"><img alt=\"\(escaped(caption))\" src=\"data:image/png;base64,\(data.base64EncodedString())\"></div>"
            + "<figcaption>\(escaped(caption))</figcaption></figure>"
    }

    private func table(_ rows: [[String]], header: [String]?) -> String {
        let head = header.map { "<tr>" + $0.map { "<th>\(escaped($0))</th>" }.joined() + "</tr>\n" } ?? ""
        let body = rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined(separator: "\n")
        return "<div class=\"wide\"><table>\n\(head)\(body)\n</table></div>"
    }
}

/// Text that stands in a page as it is.
private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
        .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
}
