import TrainingCore
import Wording

/// Looks through photographs before anything is trained on them, and says what is the matter.
struct PhotographReport {
    let skipsUnreadable: Bool
    let watch: RunWatch

    /// The photographs that can be read, and what was found.
    ///
    /// - Throws: `FileError` when there are none, or some cannot be read and are not to be left out.
    func scanned(_ source: String) throws -> (Photographs, PhotographScan) {
        var photographs = try Photographs.find(source)
        let bar = watch.bar("Looking at the files", total: photographs.files.count)
        let scan = PhotographScan(photographs) { bar?.advance(by: 1) }
        bar?.finish()
        if !scan.unreadable.isEmpty {
            list("cannot be read", scan.unreadable.map(\.description))
            guard skipsUnreadable else {
                throw FileError(
                    source, expected: "PNG and JPEG files that can be read",
                    found: "\(counted(scan.unreadable.count, "other")), listed above; --skip-unreadable leaves them out"
                )
            }
            photographs = try photographs.without(Set(scan.unreadable.map(\.file)))
        }
        reportCounts(photographs)
        if !photographs.ignored.isEmpty {
            list("are no PNG or JPEG by their names and left out", photographs.ignored)
        }
        if !scan.copiesAcrossParts.isEmpty {
            list(
                "are in more than one part, so that measuring them says nothing",
                scan.copiesAcrossParts.map { $0.joined(separator: " = ") })
        }
        if !scan.copiesAcrossClasses.isEmpty {
            list("are in more than one class", scan.copiesAcrossClasses.map { $0.joined(separator: " = ") })
        }
        let elsewhere = Set(scan.copiesAcrossParts + scan.copiesAcrossClasses)
        let within = scan.copies.filter { !elsewhere.contains($0) }
        if !within.isEmpty {
            list("are there more than once, which makes them count more", within.map { $0.joined(separator: " = ") })
        }
        return (photographs, scan)
    }

    private func reportCounts(_ photographs: Photographs) {
        let counts = photographs.classes.indices.map { label in photographs.files.count { $0.label == label } }
        watch.say("\(counted(photographs.files.count, "photograph")) in \(counts.count) classes:")
        let width = min(photographs.classes.map(\.count).max() ?? 0, 40) + 2
        for (name, count) in zip(photographs.classes, counts) {
            watch.say("  \(padded(printable(name), width))\(count)")
        }
        guard let smallest = counts.min(), let largest = counts.max(), largest >= 3 * smallest else { return }
        watch.say(
            "The classes are of unequal size: the largest has \(fixed(Double(largest) / Double(smallest), 1)) times the "
                + "photographs of the smallest. Look at each class's own share in the report, not at the whole alone.")
    }

    private func list(_ what: String, _ lines: [String]) {
        watch.say("\(counted(lines.count, "file")) \(what):")
        for line in lines.prefix(20) { watch.say("  \(printable(line))") }
        if lines.count > 20 { watch.say("  and \(lines.count - 20) more") }
    }
}
