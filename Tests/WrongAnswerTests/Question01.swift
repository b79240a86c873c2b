import Foundation
import Grading
import Testing
import TrainingCore

@Suite("Q01 wrong and alternative answers")
struct Question01 {
    @Test func everythingMissing() {
        expectRejected(because: "everything reported missing") {
            gradeInstallLibraries(
                isNewEnough,
                { required, probe in
                    report(
                        missing: required.filter { probe($0.package) == nil },
                        outdated: required.filter { probe($0.package) != nil })
                }, $0)
        }
    }

    @Test func versionsComparedAsText() {
        expectRejected(because: "versions compared as text") {
            gradeInstallLibraries({ $0 >= $1 }, check { $0 >= $1 }, $0)
        }
    }

    @Test func versionsComparedAsTextInTheReportAlone() {
        expectRejected(because: "versions compared as text") {
            gradeInstallLibraries(isNewEnough, check { $0 >= $1 }, $0)
        }
    }

    @Test func installedOnesListedAgain() {
        expectRejected(because: "installed ones listed again") {
            gradeInstallLibraries(
                isNewEnough,
                { required, probe in
                    let honest = check(isNewEnough)(required, probe)
                    return LibraryReport(
                        missing: honest.missing, outdated: honest.outdated,
                        command: "apt-get install " + required.map(\.package).joined(separator: " "))
                }, $0)
        }
    }

    @Test func packagesRepeated() {
        expectRejected(onlyBecause: "a package named twice") {
            gradeInstallLibraries(
                isNewEnough,
                { required, probe in
                    let honest = check(isNewEnough)(required, probe)
                    let packages = (honest.missing + honest.outdated).map(\.package)
                    return LibraryReport(
                        missing: honest.missing, outdated: honest.outdated,
                        command: packages.isEmpty ? nil : "apt-get install \(packages.joined(separator: " "))")
                }, $0)
        }
    }

    @Test func majorAndMinorAsOneNumber() {
        let decimal: (String) -> Double = { version in
            Double(version.split(separator: ".").prefix(2).joined(separator: ".")) ?? 0
        }
        expectRejected(onlyBecause: "versions compared as one number") {
            gradeInstallLibraries({ decimal($0) >= decimal($1) }, check { decimal($0) >= decimal($1) }, $0)
        }
    }

    @Test func dotsLeftOut() {
        let digits: (String) -> Int = { Int($0.filter(\.isNumber)) ?? 0 }
        expectRejected(because: "versions compared as one number", not: ["least version ignored"]) {
            gradeInstallLibraries({ digits($0) >= digits($1) }, check { digits($0) >= digits($1) }, $0)
        }
    }

    /// The third part is never looked at. It has no name, and that of an ignored version would be wrong.
    @Test func onlyTwoPartsCompared() {
        let two: (String, String) -> Bool = {
            !numbers($0).prefix(2).lexicographicallyPrecedes(numbers($1).prefix(2))
        }
        expectRejected(onlyBecause: nil) { gradeInstallLibraries(two, check(two), $0) }
    }

    @Test func leastVersionIgnored() {
        expectRejected(because: "least version ignored") {
            gradeInstallLibraries(isNewEnough, check { _, _ in true }, $0)
        }
    }

    @Test func anyVersionWillDo() {
        expectRejected(because: "least version ignored") {
            gradeInstallLibraries({ _, _ in true }, check(isNewEnough), $0)
        }
    }

    /// Wrong in a way that has no name: none may be given to it.
    @Test func partsComparedEachForItself() {
        for seed in seeds {
            let grading = Grading(seed: seed)
            gradeInstallLibraries(
                { installed, least in
                    zip(numbers(installed), numbers(least)).allSatisfy { $0 >= $1 }
                }, check(isNewEnough), grading)
            let verdict = grading.verdict("")
            #expect(verdict.state == .wrong && verdict.misconceptions.isEmpty, "\(verdict)")
        }
    }

    @Test func foundationsNumericOrder() {
        let numeric: (String, String) -> Bool = { $0.compare($1, options: .numeric) != .orderedAscending }
        expectAccepted {
            gradeInstallLibraries(
                numeric,
                { required, probe in
                    let missing = required.filter { probe($0.name) == nil }
                    let outdated = required.filter { library in
                        probe(library.name).map { !numeric($0, library.leastVersion) } ?? false
                    }
                    let packages = Set((missing + outdated).map(\.package))
                    return LibraryReport(
                        missing: missing, outdated: outdated,
                        command: packages.isEmpty
                            ? nil : "sudo apt install -y --no-install-recommends \(packages.joined(separator: " "))")
                }, $0)
        }
    }

    @Test func numberByNumberInALoop() {
        let loop: (String, String) -> Bool = { installed, least in
            let (found, needed) = (numbers(installed), numbers(least))
            for i in 0..<max(found.count, needed.count) {
                let a = i < found.count ? found[i] : 0
                let b = i < needed.count ? needed[i] : 0
                if a != b { return a > b }
            }
            return true
        }
        expectAccepted { gradeInstallLibraries(loop, check(loop), $0) }
    }
}

private func numbers(_ version: String) -> [Int] { version.split(separator: ".").compactMap { Int($0) } }

private func isNewEnough(_ installed: String, _ least: String) -> Bool {
    !numbers(installed).lexicographicallyPrecedes(numbers(least))
}

private func report(missing: [SystemLibrary], outdated: [SystemLibrary]) -> LibraryReport {
    let packages = Set((missing + outdated).map(\.package)).sorted()
    return LibraryReport(
        missing: missing, outdated: outdated,
        command: packages.isEmpty ? nil : "apt-get install \(packages.joined(separator: " "))")
}

/// A check of the libraries with the given comparison of versions.
private func check(
    _ isEnough: @escaping (String, String) -> Bool
) -> ([SystemLibrary], (String) -> String?) -> LibraryReport {
    { required, probe in
        report(
            missing: required.filter { probe($0.name) == nil },
            outdated: required.filter { library in
                probe(library.name).map { !isEnough($0, library.leastVersion) } ?? false
            })
    }
}
