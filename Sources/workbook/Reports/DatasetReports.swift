import TrainingCore
import Wording

/// The data sets, one a line: name, images, classes, licence, size of the download, whether it is here.
func datasetsTable(_ datasets: [KnownDataset], in cache: DataCache) -> String {
    let heading = ["name", "images", "classes", "licence", "download", "here"]
    let rows = datasets.map { dataset in
        [
            dataset.name, grouped(dataset.imageCount), grouped(dataset.classCount), dataset.licence,
            dataset.isShipped ? "none" : "\(grouped(dataset.downloadSize)) MB",
            (try? dataset.folder(in: cache)) == nil ? "no" : "yes",
        ]
    }
    let table = aligned([heading] + rows, numbers: [1, 2, 4])
    return (table + ["", "./workbook data info NAME tells more, ./workbook data fetch NAME brings one here."])
        .joined(separator: "\n")
}

/// All about a data set: what it is, the images of each class in each part if it is here, where it comes from, what
/// its licence allows, how it was dealt into parts, how to open it.
///
/// - Throws: `FileError` when the data set is here, but damaged.
func datasetReport(_ dataset: KnownDataset, in cache: DataCache) throws -> String {
    let folder = try? dataset.folder(in: cache)
    let place = folder ?? "not here; ./workbook data fetch \(dataset.name) fetches \(grouped(dataset.downloadSize)) MB"
    let size = "\(grouped(dataset.imageCount)) images, \(grouped(dataset.classCount)) classes"
    var lines = ["\(dataset.name): \(dataset.title)", size, "", "Folder: \(place)", ""]
    if folder != nil { lines += countsTable(try dataset.open(in: cache)) + [""] }
    lines += [wrapped("From: \(dataset.source)"), "", wrapped("Licence: \(dataset.licence). \(dataset.terms)"), ""]
    lines += [wrapped(dataset.notes), "", "In Swift, with the parts .train, .validation and .test:"]
    lines += ["    let data = try KnownDataset.open(\"\(dataset.name)\")"]
    return lines.joined(separator: "\n")
}

/// How many images each class has in each part, and all of them.
private func countsTable(_ split: DatasetSplit) -> [String] {
    let counts = [split.train, split.validation, split.test].map(\.countPerClass)
    let rows = split.classes.enumerated().map { label, name in
        [name] + counts.map { grouped($0[label]) } + [grouped(counts.map { $0[label] }.reduce(0, +))]
    }
    let sums = counts.map { $0.reduce(0, +) }
    let total = ["all"] + sums.map(grouped) + [grouped(sums.reduce(0, +))]
    return aligned([["class", "train", "validation", "test", "all"]] + rows + [total], numbers: [1, 2, 3, 4])
}

/// The rows as lines, each column as wide as what stands in it; `numbers` are the columns that end flush.
private func aligned(_ rows: [[String]], numbers: Set<Int>) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
        let cells = row.enumerated().map { column, text in
            let space = String(repeating: " ", count: widths[column] - text.count)
            return numbers.contains(column) ? space + text : column == row.count - 1 ? text : text + space
        }
        return cells.joined(separator: "  ")
    }
}

extension KnownDataset {
    /// The size of all downloads together, in millions of bytes.
    var downloadSize: Int { downloads.map(\.megabytes).reduce(0, +) }
}
